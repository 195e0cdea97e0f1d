// Puts text from outside into the prompt as data: between tags that it cannot close, and without what a model or its gateway
// might take for structure.

/**
 * What a block may hold at most, in bytes. A filter cannot be longer than `code`. Together they keep the longest prompt below
 * 272,000 bytes, and so below as many tokens, where makers begin to charge more.
 */
export const LIMITS = {
  name: 200,
  hint: 2_000,
  prose: 8_000,
  code: 65_536,
  earlierCode: 16_000,
  message: 8_000,
  earlierMessage: 3_000,
  stack: 4_000,
} as const;

const TAG_PREFIX = "untrusted_";

// Also with look-alikes of "<" and with spaces, and the control tokens of chat templates.
const STRUCTURE = /[<＜﹤‹〈⟨❮](?=[\s/]*untrusted[_＿]|[|｜])/giu;

// Format, private and control characters are not seen by the person who reviews a prompt; the model must see them too.
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** Returns `text` as one line or more of plain, visible data that holds no delimiter. */
export function neutralise(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(
      INVISIBLE,
      (char) => `[U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}]`,
    )
    .replaceAll(STRUCTURE, "«");
}

/** Returns the block `name` that holds `text`, cut at `limit` bytes with a note of how much is missing. */
export function block(name: string, text: string, limit: number): string {
  const tag = TAG_PREFIX + name;
  // Cut last: making characters visible lengthens a text eightfold.
  return `<${tag}>\n${shorten(neutralise(text), limit)}\n</${tag}>`;
}

/** Whether `prompt` holds the block `name`, opened and closed. */
export function holdsBlock(prompt: string, name: string): boolean {
  const start = prompt.indexOf(`<${TAG_PREFIX}${name}>\n`);
  return start >= 0 && prompt.indexOf(`\n</${TAG_PREFIX}${name}>`, start) >= 0;
}

// The head says what happened, the tail where it began: a long text keeps both ends.
function shorten(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text;
  const head = Math.ceil(limit * 0.7);
  const tail = bytes.length - (limit - head);
  return `${whole(bytes.subarray(0, head))}\n[${tail - head} bytes left out]\n${whole(bytes.subarray(tail))}`;
}

/** The text in `bytes` without the halves of characters at its ends. */
function whole(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll(/^\uFFFD+|\uFFFD+$/g, "");
}
