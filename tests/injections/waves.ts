// Markets that rise and fall at different times, so that a filter says yes to some of them and no to others.
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

const STEP_MS = 300_000;
const SHIFT = 11;

/** `count` markets of `candles` 5m candles each, named by their number. */
export function waves(count: number, candles: number, symbol: string): MarketData[] {
  return Array.from({ length: count }, (_, number) => {
    const klines = Array.from({ length: candles }, (_, index) => candle(index, index + number * SHIFT));
    return {
      symbol: count === 1 ? symbol : `${number}${symbol}`,
      ticker: { lastPrice: klines.at(-1)?.close ?? 0, priceChangePercent: 1.5, quoteVolume: 1_000_000 },
      klines: { "5m": klines },
      timestamp: "2026-02-28T00:00:00Z",
    };
  });
}

function candle(index: number, phase: number): MarketData["klines"][string][number] {
  const price = (at: number): number => 100 + 10 * Math.sin(at / 20);
  const [open, close] = [price(phase), price(phase + 1)];
  const openTime = 1_772_000_000_000 + index * STEP_MS;
  return {
    openTime,
    closeTime: openTime + STEP_MS - 1,
    open,
    close,
    high: Math.max(open, close) + 1,
    low: Math.min(open, close) - 1,
    volume: 1_000 + 300 * Math.sin(phase / 7),
    buyVolume: 600,
    sellVolume: 400,
    volumeDelta: 200,
    quoteVolume: 100_000,
    trades: 50,
  };
}
