// Text from outside, made fit for a mail: names and messages are written by strangers.

// They reorder what stands around them, so a name could make a sentence read as another.
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

// Each paragraph costs markup, so a text of nothing but line breaks could fill a mail.
const MAX_PARAGRAPHS = 12;

/** One line of at most `max` UTF-16 units, without control characters. */
export function oneLine(text: string, max: number): string {
  return cut(wellFormed(text).replace(/[\s\p{Cc}]+/gu, " ").trim(), max);
}

/** Its paragraphs, at most twelve and of at most `max` UTF-16 units together; none is empty. */
export function paragraphs(text: string, max: number): string[] {
  const lines = wellFormed(text).split(/[\r\n\u2028\u2029]+/).map((line) => oneLine(line, max));
  const told = lines.filter((line) => line !== "");
  const [kept, rest] = [told.slice(0, MAX_PARAGRAPHS - 1), told.slice(MAX_PARAGRAPHS - 1)];
  const all = rest.length === 0 ? kept : [...kept, rest.join(" ")];
  return cut(all.join("\n"), max).split("\n").filter((line) => line !== "");
}

/** The text, or its beginning with "…"; never half a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  return `${kept.isWellFormed() ? kept.trimEnd() : kept.slice(0, -1).trimEnd()}…`;
}

function wellFormed(text: string): string {
  return text.toWellFormed().replace(BIDI_CONTROLS, "");
}
