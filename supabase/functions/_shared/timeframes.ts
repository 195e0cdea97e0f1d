import { timeframes } from "./filter-runtime/schema.ts";

/** What is looked at where the code does not say plainly what it uses. */
const USUAL = ["1m", "5m", "15m", "1h", "4h"];

const MINUTES: Record<string, number> = { "1m": 1, "5m": 5, "15m": 15, "1h": 60, "4h": 240, "1d": 1_440 };

const USE = /\bKlines\b(?:\s*\[\s*(?:"([^"\n]*)"|`([^`]*)`)\s*\])?/g;

/**
 * The timeframes that code reads, finest first: those it names where it indexes `Klines`. All the usual ones when it uses
 * `Klines` in any other way, names a timeframe that does not exist, or none.
 */
export function timeframesOf(code: string): string[] {
  const named = new Set<string>();
  for (const [, quoted, raw] of code.matchAll(USE)) {
    const name = quoted ?? raw;
    if (name === undefined || !timeframes.some((known) => known === name)) {
      return USUAL;
    }
    named.add(name);
  }
  return named.size === 0 ? USUAL : timeframes.filter((name) => named.has(name));
}

/** Milliseconds of a candle of one of the executor's timeframes. */
export function lengthOf(timeframe: string): number {
  return (MINUTES[timeframe] ?? 1) * 60_000;
}
