// What a test found, in a sentence.
import type { MarketRow, Preview } from "../../../supabase/functions/preview-fix/answer.ts";
import { count, countOf } from "../words/numbers.ts";

export type Change = MarketRow["change"];
type Counts = Record<Change, number>;

export function countChanges(rows: readonly Pick<MarketRow, "change">[]): Counts {
  const counts: Counts = { equal: 0, changed: 0, fixed: 0, broken: 0, failing: 0, not_run: 0 };
  for (const { change } of rows) counts[change]++;
  return counts;
}

/** "Fixed on 3 markets, same verdict on 36, other verdict on 1." The worst comes first. `what` is what the code gives. */
export function changeSentence(rows: readonly Pick<MarketRow, "change">[], what = "verdict"): string {
  if (rows.length === 0) return "There was no market to test it on.";
  const { equal, changed, fixed, broken, failing, not_run } = countChanges(rows);
  const parts: [number, string][] = [
    [broken, "fails on"],
    [failing, "still fails on"],
    [fixed, "fixed on"],
    [equal, `same ${what} on`],
    [changed, `other ${what} on`],
    [not_run, "not reached on"],
  ];
  const said = parts.filter(([many]) => many > 0)
    // The first number says what is counted.
    .map(([many, words], index) => `${words} ${index === 0 ? countOf(many, "market") : count(many)}`)
    .join(", ");
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

/** The sentence for each component that was run; its name comes first where there are two. */
export function summaryOf({ markets }: Pick<Preview, "markets">): string[] {
  const series = markets.filter(({ component }) => component === "series");
  const filter = markets.filter(({ component }) => component === "filter");
  if (series.length === 0) return [changeSentence(filter)];
  return [`Filter: ${lower(changeSentence(filter))}`, `Series: ${lower(changeSentence(series, "lines"))}`];
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Whether what was tested fails anywhere that it was run. */
export function failsSomewhere({ markets, candidate }: Pick<Preview, "markets" | "candidate">): boolean {
  return !candidate.compiles || markets.some(({ change }) => change === "broken" || change === "failing");
}

/** How often each says yes: "Matches on 4 markets now, on 5 with this code." Null where nothing could be compared. */
export function matchSentence({ summary, markets }: Pick<Preview, "summary" | "markets">): string | null {
  if (!markets.some(({ component }) => component === "filter")) return null;
  const { running, candidate } = summary.matches;
  return `The running code matches on ${countOf(running, "market")}, this code on ${count(candidate)}.`;
}
