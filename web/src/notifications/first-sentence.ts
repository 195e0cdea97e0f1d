/** The first sentence of a text, for where there is room for one. */
export function firstSentence(text: string): string {
  // A full stop within a number, a name of code or an abbreviation before small letters ends nothing.
  return /^.*?[.!?](?=\s+["'(]?\p{Lu}|\s*$)/su.exec(text)?.[0] ?? text;
}
