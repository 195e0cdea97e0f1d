// Every exchange lists new symbols, and filters that never met one fail on it. None of the sources has one at hand,
// so this adds it: the most recent candles of an existing symbol under a name of its own. The candles are as real as
// the source's; that the symbol is new is staged.
import type { Kline } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type CandleSource, type Ticker, UnknownSymbolError } from "./candle-source.ts";

export const newListing = { symbol: "NEWUSDT", candles: 10 };

export function withNewListing(source: CandleSource): CandleSource {
  const [original] = source.symbols;
  if (original === undefined) throw new UnknownSymbolError(newListing.symbol);
  return {
    ...source,
    symbols: [...source.symbols, newListing.symbol],
    klines(symbol, interval, limit, signal): Promise<Kline[]> {
      if (symbol !== newListing.symbol) return source.klines(symbol, interval, limit, signal);
      return source.klines(original, interval, Math.min(limit, newListing.candles), signal);
    },
    ticker(symbol, signal): Promise<Ticker> {
      return source.ticker(symbol === newListing.symbol ? original : symbol, signal);
    },
  };
}
