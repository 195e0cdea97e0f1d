// As many symbols as a preview looks at, whose candles end now as an executor's do, out of a source that has fewer, or old ones.
import {
  type CandleSource,
  type Interval,
  intervalMs,
  UnknownSymbolError,
} from "../../local/candles/candle-source.ts";
import type { Kline } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

/** Each symbol of the source in turn, under a name of its own. */
export function manyMarkets(source: CandleSource, count: number): CandleSource {
  const originals = new Map(
    Array.from({ length: count }, (_, index) => [
      `BENCH${index + 1}USDT`,
      source.symbols[index % source.symbols.length] ?? "",
    ]),
  );
  const originalOf = (symbol: string): string => {
    const original = originals.get(symbol);
    if (original === undefined) throw new UnknownSymbolError(symbol);
    return original;
  };
  return {
    ...source,
    symbols: [...originals.keys()],
    klines: async (symbol, interval, limit, signal) =>
      untilNow(await source.klines(originalOf(symbol), interval, limit, signal), interval),
    ticker: (symbol, signal) => source.ticker(originalOf(symbol), signal),
  };
}

function untilNow(candles: readonly Kline[], interval: Interval): Kline[] {
  const length = intervalMs[interval];
  const end = Math.floor(Date.now() / length) * length;
  return candles.map((candle, index) => {
    const openTime = end - (candles.length - index) * length;
    return { ...candle, openTime, closeTime: openTime + length - 1 };
  });
}
