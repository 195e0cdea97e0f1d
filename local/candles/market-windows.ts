// What a filter meets, cut out of a candle source: windows as long as the executor's, and shorter ones.
import type { Kline, MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type CandleSource, candlesPerInterval } from "./candle-source.ts";

/** One symbol with all candles that the source has, which may be more than a filter sees. */
export interface History {
  symbol: string;
  ticker: NonNullable<MarketData["ticker"]>;
  klines: Record<string, Kline[]>;
}

export async function readHistories(source: CandleSource, symbols: readonly string[]): Promise<History[]> {
  return await Promise.all(symbols.map(async (symbol) => {
    const lists = await Promise.all(
      source.intervals.map(async (interval) =>
        [interval, await source.klines(symbol, interval, 2 * candlesPerInterval)] as const
      ),
    );
    return { symbol, ticker: await source.ticker(symbol), klines: Object.fromEntries(lists) };
  }));
}

/** What the executor hands out `shift` candles before the end; a timeframe without that many keeps its newest. */
export function marketAt({ symbol, ticker, klines }: History, shift = 0): MarketData {
  const windows = Object.entries(klines).map(([interval, candles]) => {
    const end = candles.length - shift < candlesPerInterval ? candles.length : candles.length - shift;
    return [interval, candles.slice(Math.max(0, end - candlesPerInterval), end)] as const;
  });
  const ends = windows.map(([, candles]) => candles.at(-1)?.closeTime ?? 0);
  return { symbol, ticker, klines: Object.fromEntries(windows), timestamp: Math.max(0, ...ends) };
}

/** The same market with the newest `count` candles of each timeframe, as after a listing. */
export function cutTo(market: MarketData, count: number): MarketData {
  const cut = Object.entries(market.klines).map(([interval, candles]) => [interval, candles.slice(-count)]);
  return { ...market, klines: Object.fromEntries(cut) };
}

/** The same market with those timeframes alone that are wanted. */
export function withTimeframes(market: MarketData, wanted: (interval: string) => boolean): MarketData {
  return {
    ...market,
    klines: Object.fromEntries(Object.entries(market.klines).filter(([interval]) => wanted(interval))),
  };
}
