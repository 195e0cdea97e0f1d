// The market as it was at a moment of the past, without anything that came later.
import { CANDLES_PER_TIMEFRAME } from "../_shared/executor.ts";
import type { Kline, MarketData } from "../_shared/filter-runtime/schema.ts";
import { marketOf } from "../_shared/proof/inputs.ts";
import { lengthOf } from "../_shared/timeframes.ts";

/** The year 2100: no candle is later. */
const LATEST_MS = Date.UTC(2100, 0);

/** Candles of one symbol, oldest first and possibly more than a filter is given. */
export interface History {
  symbol: string;
  /** By timeframe, finest first. */
  klines: Record<string, Kline[]>;
  /** The timeframes in which there is nothing older, as of a market that was listed lately. */
  whole: ReadonlySet<string>;
}

/** The last millisecond of a candle; executors may leave it out. */
export function closeOf({ openTime }: Kline, timeframe: string): number {
  return openTime + lengthOf(timeframe) - 1;
}

/** The candles in order of time, each once; throws when one is of no time that there is. */
export function plausible(candles: readonly Kline[]): Kline[] {
  const byTime = new Map<number, Kline>();
  for (const candle of candles) {
    if (
      candle.openTime < 0 || candle.openTime > LATEST_MS || candle.closeTime < 0 ||
      candle.closeTime > LATEST_MS
    ) {
      throw new RangeError(`Cannot read a candle of the time ${candle.openTime}`);
    }
    byTime.set(candle.openTime, candle);
  }
  return [...byTime.values()].toSorted((a, b) => a.openTime - b.openTime);
}

/** Whether the history reaches far enough back to know what a filter was given at a time. */
export function isKnown({ klines, whole }: History, time: number): boolean {
  return Object.entries(klines).every(([timeframe, candles]) =>
    whole.has(timeframe) || closedBy(candles, timeframe, time) >= CANDLES_PER_TIMEFRAME
  );
}

/**
 * What a filter was given when the clock showed `time`: of each timeframe the candles that were closed by then, as many as an executor
 * gives. The ticker is computed from the same candles.
 */
export function marketAt({ symbol, klines }: History, time: number): MarketData {
  const then = Object.entries(klines).map(([timeframe, candles]) => {
    const end = closedBy(candles, timeframe, time);
    return [timeframe, candles.slice(Math.max(0, end - CANDLES_PER_TIMEFRAME), end)] as const;
  });
  return marketOf(symbol, Object.fromEntries<Kline[]>(then));
}

/** How many of the candles were closed at a time. */
function closedBy(candles: readonly Kline[], timeframe: string, time: number): number {
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const candle = candles[middle];
    if (candle !== undefined && closeOf(candle, timeframe) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
