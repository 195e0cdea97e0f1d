import { count, countOf } from "../words/numbers.ts";

/** The errors of the last 24 hours in words, the current hour last; `hours` as the card has them. */
export function hoursWords(hours: readonly number[]): { short: string; full: string } {
  const all = hours.reduce((sum, one) => sum + one, 0);
  if (all === 0) return { short: "No errors in 24 hours", full: "No errors in the last 24 hours" };
  const most = Math.max(...hours);
  const current = hours.at(-1) ?? 0;
  return {
    short: `${countOf(all, "error")} in 24 hours`,
    full: `${countOf(all, "error")} in the last 24 hours: at most ${count(most)} in an hour, ${
      current === 0 ? "none" : count(current)
    } in the current one`,
  };
}
