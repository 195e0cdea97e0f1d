import type { Failure, RunResult } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { table } from "../command-line.ts";

export interface TimedResult {
  result: RunResult;
  /** Compilation included, as the executor compiles for each run. */
  milliseconds: number;
}

/** A table of symbols, and each failure that is met, once, with the symbols it is met on. */
export function describeRun(timed: readonly TimedResult[]): string {
  const results = timed.map(({ result }) => result);
  const rows = timed.map(({ result, milliseconds }) => [
    result.symbol,
    result.ok ? describeVerdict(result) : describeFailure(result.error),
    result.steps,
    Math.round(milliseconds * 10) / 10,
  ]);
  const failing = results.filter(({ ok }) => !ok).length;
  const matched = results.filter((result) => result.ok && result.matched).length;
  return [
    table([["symbol", "verdict", "steps", "ms"], ...rows]),
    ...details(results),
    `${results.length} symbols: ${matched} match, ${failing} fail.`,
  ].join("\n\n");
}

function describeVerdict({ matched, series }: Extract<RunResult, { ok: true }>): string {
  if (!series) return matched ? "yes" : "no";
  const parts = Object.entries(series).map(([name, value]) =>
    `${name}: ${Array.isArray(value) ? `${value.length} values` : JSON.stringify(value) ?? "nothing"}`
  );
  return parts.join(", ").slice(0, 80) || "no series";
}

function describeFailure({ class: kind, code, line }: Failure): string {
  return `${kind} error ${code}${line ? ` in line ${line}` : ""}`;
}

function details(results: readonly RunResult[]): string[] {
  const failures = new Map<string, { error: Failure; symbols: string[] }>();
  for (const result of results) {
    if (result.ok) continue;
    const key = `${result.error.line}:${result.error.message}`;
    const known = failures.get(key) ?? { error: result.error, symbols: [] };
    known.symbols.push(result.symbol);
    failures.set(key, known);
  }
  return [...failures.values()].map(({ error, symbols }) => {
    const lines = [`${symbols.join(", ")}: ${error.message}`];
    if (error.line && error.source) lines.push(`  ${error.line} | ${error.source}`);
    if (error.explanation) lines.push(`  ${error.explanation}`);
    for (const { name, value } of error.values ?? []) lines.push(`  ${name} = ${value}`);
    return lines.join("\n");
  });
}
