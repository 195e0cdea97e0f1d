const MAX_CHARS = 300;

/** What code answered for a market: the verdict of a filter in a word, series as they are, cut off where they are long. */
export function resultWords(result: unknown): string {
  if (result === true) return "Signal";
  if (result === false) return "No signal";
  const text = typeof result === "string" ? result : JSON.stringify(result) ?? "Nothing";
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
}
