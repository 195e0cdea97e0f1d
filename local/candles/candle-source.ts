// What the demo executor needs from a place that has candles, whichever place it is.
import { z } from "zod";
import type { Kline } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

export const intervals = ["1m", "5m", "15m", "1h", "4h"] as const;
export type Interval = (typeof intervals)[number];

const minute = 60_000;
export const intervalMs: Readonly<Record<Interval, number>> = {
  "1m": minute,
  "5m": 5 * minute,
  "15m": 15 * minute,
  "1h": 60 * minute,
  "4h": 240 * minute,
};

export const tickerSchema = z.object({
  lastPrice: z.number(),
  priceChangePercent: z.number(),
  quoteVolume: z.number(),
});
export type Ticker = z.infer<typeof tickerSchema>;

/** As many as the Go executor hands to a filter per timeframe. */
export const candlesPerInterval = 250;

export interface CandleSource {
  readonly name: "folder" | "exchange" | "generator";
  /** Which source this is and why it was chosen, in words for the person who started the demo. */
  readonly reason: string;
  readonly symbols: readonly string[];
  readonly intervals: readonly Interval[];
  /** The most recent closed candles, oldest first; fewer than `limit` where there are fewer. */
  klines(symbol: string, interval: Interval, limit: number, signal?: AbortSignal): Promise<Kline[]>;
  ticker(symbol: string, signal?: AbortSignal): Promise<Ticker>;
}

/** A symbol that the source does not have: the caller's mistake, unlike a source that does not answer. */
export class UnknownSymbolError extends Error {
  override readonly name = "UnknownSymbolError";

  constructor(symbol: string) {
    super(`ticker data not found for symbol ${symbol}`);
  }
}
