import type { Comparison, Outcome } from "../../supabase/functions/_shared/filter-runtime/comparison.ts";
import { table } from "../command-line.ts";

/** What changes for which symbols, how often both say yes, what both cost, and what looks like a suppressed failure. */
export function describeComparison(comparison: Comparison): string {
  const { inputs, summary, matches, cost, suppression, same_syntax } = comparison;
  const changes = inputs.filter(({ change }) => change !== "equal").map((
    { symbol, change, original, candidate },
  ) => [
    symbol,
    change,
    describeOutcome(original),
    describeOutcome(candidate),
  ]);
  const costs = table([
    ["", "says yes", "runs on", "most steps", "p50 us", "p95 us"],
    ["original", matches.original, matches.original_ran, ...numbers(cost.original)],
    ["candidate", matches.candidate, matches.candidate_ran, ...numbers(cost.candidate)],
  ]);
  return [
    ...(changes.length > 0 ? [table([["symbol", "change", "original", "candidate"], ...changes])] : []),
    `${summary.inputs} symbols: ${summary.equal} equal, ${summary.changed} changed, ${summary.fixed} fixed, ` +
    `${summary.broken} broken, ${summary.failing} failing with both.`,
    costs,
    same_syntax
      ? "Both are the same but for formatting, comments and local names."
      : describeSuppression(suppression),
  ].join("\n\n");
}

function numbers(cost: Comparison["cost"]["original"]): number[] {
  return [cost.steps_max, cost.micros_p50, cost.micros_p95];
}

function describeOutcome({ matched, series, error, assumed }: Outcome): string {
  const text = error
    ? `${error.code}${error.line ? ` in line ${error.line}` : ""}`
    : series
    ? JSON.stringify(series).slice(0, 40)
    : matched
    ? "yes"
    : "no";
  return assumed ? `${text} (assumed)` : text;
}

function describeSuppression(suppression: Comparison["suppression"]): string {
  if (suppression.length === 0) return "Nothing looks like a suppressed failure.";
  return `Looks like a suppressed failure:\n${
    suppression.map(({ code, message, line, detail }) =>
      `  ${line ? `line ${line}: ` : ""}${message} [${code}]${detail ? `\n    ${detail}` : ""}`
    ).join("\n")
  }`;
}
