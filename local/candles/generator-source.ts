// Invented candles, for a machine without a network: every timeframe is summed up from the same minutes.
import type { Kline } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import {
  type CandleSource,
  candlesPerInterval,
  type Interval,
  intervalMs,
  intervals,
  type Ticker,
  UnknownSymbolError,
} from "./candle-source.ts";
import { type Walk, walkMinutes } from "./random-walk.ts";

const walks: Readonly<Record<string, Omit<Walk, "seed">>> = {
  ALPHAUSDT: { startPrice: 64_000, volatility: 0.0005, meanVolume: 40 },
  BRAVOUSDT: { startPrice: 3_100, volatility: 0.0006, meanVolume: 600 },
  CARGOUSDT: { startPrice: 145, volatility: 0.0008, meanVolume: 9_000 },
  DELTAUSDT: { startPrice: 52, volatility: 0.0007, meanVolume: 6_000 },
  EMBERUSDT: { startPrice: 9.2, volatility: 0.0009, meanVolume: 40_000 },
  FJORDUSDT: { startPrice: 1.6, volatility: 0.001, meanVolume: 200_000 },
  GIANTUSDT: { startPrice: 0.52, volatility: 0.0009, meanVolume: 900_000 },
  HELIXUSDT: { startPrice: 0.088, volatility: 0.0012, meanVolume: 4_000_000 },
};

export interface GeneratorOptions {
  seed?: string;
  /** Candles end at the last 4 h boundary before this time and stand still, as those of a folder do. */
  now?: number;
  reason?: string;
}

export function openGeneratorSource(options: GeneratorOptions = {}): CandleSource {
  const { seed = "demo", now = Date.now(), reason = "a seeded generator" } = options;
  const end = now - now % intervalMs["4h"];
  const bySymbol = new Map(
    Object.entries(walks).map((
      [symbol, walk],
    ) => [symbol, summedUp({ ...walk, seed: `${seed}:${symbol}` }, end)]),
  );
  const candles = (symbol: string, interval: Interval): Kline[] => {
    const found = bySymbol.get(symbol);
    if (!found) throw new UnknownSymbolError(symbol);
    return found[interval];
  };
  return {
    name: "generator",
    reason,
    symbols: [...bySymbol.keys()],
    intervals,
    // deno-lint-ignore require-await -- the interface is asynchronous, and an unknown symbol must reject.
    async klines(symbol, interval, limit): Promise<Kline[]> {
      return candles(symbol, interval).slice(-limit);
    },
    // deno-lint-ignore require-await -- as above.
    async ticker(symbol): Promise<Ticker> {
      return dayTicker(candles(symbol, "1h").slice(-24));
    },
  };
}

/** Walks the minutes of the longest window once and keeps the last 250 candles of each timeframe. */
function summedUp(walk: Walk, end: number): Record<Interval, Kline[]> {
  const minutes = candlesPerInterval * intervalMs["4h"] / intervalMs["1m"];
  const from = end - minutes * intervalMs["1m"];
  const candles: Record<Interval, Kline[]> = { "1m": [], "5m": [], "15m": [], "1h": [], "4h": [] };
  for (const kline of walkMinutes(walk, from, minutes)) {
    for (const interval of intervals) {
      if (kline.openTime < end - candlesPerInterval * intervalMs[interval]) continue;
      addTo(candles[interval], kline, intervalMs[interval]);
    }
  }
  for (const interval of intervals) candles[interval] = candles[interval].map(rounded);
  return candles;
}

/** Eight digits, as exchanges give them: more would only make the same candles twice as long to send. */
function rounded(kline: Kline): Kline {
  const digits = Object.entries(kline).map(([field, value]) =>
    Number.isInteger(value) ? [field, value] : [field, Number(value.toPrecision(8))]
  );
  return Object.fromEntries(digits);
}

function addTo(candles: Kline[], minute: Kline, length: number): void {
  const last = candles.at(-1);
  if (!last || minute.openTime > last.closeTime) {
    candles.push({ ...minute, closeTime: minute.openTime + length - 1 });
    return;
  }
  last.high = Math.max(last.high, minute.high);
  last.low = Math.min(last.low, minute.low);
  last.close = minute.close;
  last.volume += minute.volume;
  last.buyVolume += minute.buyVolume;
  last.sellVolume += minute.sellVolume;
  last.volumeDelta += minute.volumeDelta;
  last.quoteVolume += minute.quoteVolume;
  last.trades += minute.trades;
}

function dayTicker(hours: Kline[]): Ticker {
  const first = hours[0]?.open ?? 0;
  const lastPrice = hours.at(-1)?.close ?? 0;
  return {
    lastPrice,
    priceChangePercent: (lastPrice / first - 1) * 100,
    quoteVolume: hours.reduce((sum, kline) => sum + kline.quoteVolume, 0),
  };
}
