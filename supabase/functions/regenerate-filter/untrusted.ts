// Puts text from outside into the prompt as data: between tags that it cannot close, and without what a model or its gateway
// might take for structure.

/** What a block may hold at most, in characters. */
export const LIMITS = { name: 200, prose: 8_000, code: 60_000, message: 8_000, stack: 4_000 } as const;

const TAG_PREFIX = "untrusted_";

// Also with look-alikes of "<" and with spaces, and the control tokens of chat templates.
const STRUCTURE = /[<＜﹤‹〈](?=[\s/]*untrusted_|\|)/giu;

// Format, private and control characters are not seen by the person who reviews a prompt; the model must see them too.
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}]/gu;

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

/** Returns the block `name` that holds `text`, cut at `limit` characters with a note of how much is missing. */
export function block(name: string, text: string, limit: number): string {
  const tag = TAG_PREFIX + name;
  return `<${tag}>\n${neutralise(shorten(text, limit))}\n</${tag}>`;
}

/** Whether `prompt` holds the block `name`, opened and closed. */
export function holdsBlock(prompt: string, name: string): boolean {
  const start = prompt.indexOf(`<${TAG_PREFIX}${name}>\n`);
  return start >= 0 && prompt.indexOf(`\n</${TAG_PREFIX}${name}>`, start) >= 0;
}

// The head says what happened, the tail where it began: a long text keeps both ends.
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.ceil(limit * 0.7);
  const tail = limit - head;
  return `${text.slice(0, head)}\n[${text.length - limit} characters left out]\n${
    text.slice(text.length - tail)
  }`;
}
