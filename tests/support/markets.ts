// Market data for tests of the filter runtime: whoever reads a test can do the sums.
import type { Kline, MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

/** Candles of a minute that rise by 1 from a close of 1. */
export function risingCandles(count: number): Kline[] {
  return Array.from({ length: count }, (_, i) => ({
    openTime: i * 60_000,
    open: i,
    high: i + 2,
    low: i,
    close: i + 1,
    volume: 10,
    buyVolume: 6,
    sellVolume: 4,
    volumeDelta: 2,
    quoteVolume: 10 * i,
    trades: 3,
    closeTime: i * 60_000 + 59_999,
  }));
}

/** A market that has 5m candles alone. */
export function risingMarket(symbol: string, count: number): MarketData {
  return {
    symbol,
    ticker: { lastPrice: count, priceChangePercent: 1.5, quoteVolume: 1_000 },
    klines: { "5m": risingCandles(count) },
    timestamp: "2026-02-28T00:00:00Z",
  };
}
