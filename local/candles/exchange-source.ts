// Candles from Binance's public USD-M futures API, which needs no key.
import { z } from "zod";
import type { Kline } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type CandleSource, intervals, type Ticker, UnknownSymbolError } from "./candle-source.ts";

const exchangeUrl = "https://fapi.binance.com";
const requestTimeoutMs = 5_000;
const symbols = [
  "BTCUSDT",
  "ETHUSDT",
  "SOLUSDT",
  "XRPUSDT",
  "LINKUSDT",
  "AVAXUSDT",
  "LTCUSDT",
  "NEARUSDT",
];

const decimal = z.string().transform(Number).pipe(z.number());
const klineRows = z.array(
  z.tuple([
    z.int(), // open time
    decimal, // open
    decimal, // high
    decimal, // low
    decimal, // close
    decimal, // volume
    z.int(), // close time
    decimal, // quote volume
    z.int(), // trades
    decimal, // volume that takers bought
  ], z.unknown()).transform((row): Kline => {
    const [openTime, open, high, low, close, volume, closeTime, quoteVolume, trades, buyVolume] = row;
    const sellVolume = volume - buyVolume;
    const volumeDelta = buyVolume - sellVolume;
    return {
      openTime,
      open,
      high,
      low,
      close,
      volume,
      buyVolume,
      sellVolume,
      volumeDelta,
      quoteVolume,
      trades,
      closeTime,
    };
  }),
);
const tickerRow = z.object({ lastPrice: decimal, priceChangePercent: decimal, quoteVolume: decimal });

export interface ExchangeOptions {
  baseUrl?: string;
  now?: () => number;
  /** Bounds the opening question alone; later requests have 5 s each. */
  signal?: AbortSignal;
}

/** Asks the exchange one question, and is rejected with the reason when it does not answer as expected. */
export async function openExchangeSource(options: ExchangeOptions = {}): Promise<CandleSource> {
  const { baseUrl = exchangeUrl, now = Date.now, signal } = options;
  const source: CandleSource = {
    name: "exchange",
    reason: `the public API of the exchange at ${baseUrl}`,
    symbols,
    intervals,
    async klines(symbol, interval, limit, signal): Promise<Kline[]> {
      assertKnown(symbol);
      // The newest candle is still open. The executor runs on closed ones, so one more is asked for.
      const query = `symbol=${symbol}&interval=${interval}&limit=${limit + 1}`;
      const klines = await getJson(`${baseUrl}/fapi/v1/klines?${query}`, klineRows, signal);
      return klines.filter((kline) => kline.closeTime < now()).slice(-limit);
    },
    async ticker(symbol, signal): Promise<Ticker> {
      assertKnown(symbol);
      return await getJson(`${baseUrl}/fapi/v1/ticker/24hr?symbol=${symbol}`, tickerRow, signal);
    },
  };
  await source.klines("BTCUSDT", "1m", 1, signal);
  return source;
}

function assertKnown(symbol: string): void {
  if (!symbols.includes(symbol)) throw new UnknownSymbolError(symbol);
}

async function getJson<T>(url: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Cannot read ${new URL(url).pathname} of the exchange: it answered ${response.status}`);
  }
  return schema.parse(await response.json());
}
