import { CANDLES_PER_TIMEFRAME, fetchKlines } from "../_shared/executor.ts";
import { type Kline, timeframes } from "../_shared/filter-runtime/schema.ts";
import { lengthOf } from "../_shared/timeframes.ts";
import { inTurn } from "./in-turn.ts";
import type { Source } from "./markets.ts";
import type { Market } from "./verdicts.ts";
import { type History, plausible } from "./windows.ts";

/** More than this no executor is asked for. */
const MAX_CANDLES = 1_000;
const WIDTH = 32;

/**
 * The candles with which each market can be shown as it was at any time from `since` on; of a symbol that the executor does not give, or
 * when the time is up, none.
 */
export async function fetchHistories(
  source: Source,
  symbols: readonly string[],
  since: number,
  now: number,
): Promise<History[]> {
  const { executor, signal } = source;
  if (executor === null) return [];
  const asked = symbols.flatMap((symbol) => source.timeframes.map((timeframe) => ({ symbol, timeframe })));
  const answers = await inTurn(asked, WIDTH, async ({ symbol, timeframe }) => {
    const limit = limitFor(timeframe, since, now);
    const candles = plausible(await fetchKlines(executor, symbol, timeframe, signal, limit));
    return { symbol, timeframe, candles: candles.slice(-limit) };
  });
  const given = answers.flatMap((answer) => answer.status === "fulfilled" ? [answer.value] : []);
  return symbols.flatMap((symbol) => {
    const parts = given.filter((part) => part.symbol === symbol);
    if (parts.length < source.timeframes.length) return [];
    const klines: Record<string, Kline[]> = {};
    const whole = new Set<string>();
    for (const { timeframe, candles } of parts) {
      const most = Math.max(...given.filter((part) => part.timeframe === timeframe).map(countOf));
      klines[timeframe] = candles;
      if (isWhole(candles.length, most)) whole.add(timeframe);
    }
    return [{ symbol, klines, whole }];
  });
}

/** A market whose history is what a filter is given of it now. */
export function historyOf({ from, data }: Market): History {
  const klines: Record<string, Kline[]> = {};
  const whole = new Set<string>();
  for (const timeframe of timeframes) {
    const given = data.klines[timeframe];
    if (given === undefined) continue;
    const candles = ordered(given);
    klines[timeframe] = candles;
    if (from === "sample" || isWhole(candles.length, candles.length)) whole.add(timeframe);
  }
  return { symbol: data.symbol, klines, whole };
}

/** As many candles as reach back to `since` and as many before it as a filter is given, as far as one may ask. */
function limitFor(timeframe: string, since: number, now: number): number {
  const candles = Math.ceil((now - since) / lengthOf(timeframe)) + 1;
  return Math.min(MAX_CANDLES, CANDLES_PER_TIMEFRAME + candles);
}

/**
 * Whether a list that is as long is all there is of a market. An executor gives a filter 250 whatever it keeps; one that keeps only so many
 * more gives as many of every market that is old enough, `most`.
 */
function isWhole(count: number, most: number): boolean {
  return count < CANDLES_PER_TIMEFRAME || count < most;
}

function countOf({ candles }: { candles: readonly Kline[] }): number {
  return candles.length;
}

function ordered(candles: readonly Kline[]): Kline[] {
  try {
    return plausible(candles);
  } catch {
    // Captured data is from outside, and of such candles nothing can be drawn.
    return [];
  }
}
