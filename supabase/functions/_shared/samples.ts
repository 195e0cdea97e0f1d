// Sample markets: what a filter can be tried on while there is no other data. Made up, always the same, and no symbol of any exchange.
import type { Kline, MarketData } from "./filter-runtime/schema.ts";
import { lengthOf } from "./timeframes.ts";

const CANDLES = 250;
const CANDLES_OF_A_NEW_LISTING = 10;
/** In so little time it has candles of these timeframes only. */
const LONGEST_OF_A_NEW_LISTING = lengthOf("5m");
/** 2026-01-01, so that the same call gives the same candles. */
const END_MS = Date.UTC(2026, 0, 1);

/** How a price moves: relative drift and noise per candle, a swing's height, and how much is traded. */
interface Shape {
  drift: number;
  noise: number;
  swing: number;
  volume: number;
}

const SHAPES: Record<string, Shape> = {
  SAMPLE_RISING: { drift: 0.001, noise: 0.002, swing: 0, volume: 5_000 },
  SAMPLE_FALLING: { drift: -0.001, noise: 0.002, swing: 0, volume: 5_000 },
  SAMPLE_RANGING: { drift: 0, noise: 0.001, swing: 0.03, volume: 2_000 },
  SAMPLE_WILD: { drift: 0, noise: 0.02, swing: 0.05, volume: 50_000 },
  SAMPLE_QUIET: { drift: 0, noise: 0.0002, swing: 0, volume: 20 },
  /** Nothing moves and nothing is traded: where averages of volume and ranges are 0. */
  SAMPLE_FLAT: { drift: 0, noise: 0, swing: 0, volume: 0 },
};

/** Six markets with 250 candles of each timeframe, and one that was listed minutes ago: few candles, and the longer timeframes none. */
export function sampleMarkets(timeframes: readonly string[]): MarketData[] {
  const whole = Object.entries(SHAPES).map(([symbol, shape], seed) =>
    sampleMarket(
      symbol,
      Object.fromEntries(timeframes.map((name) => [name, candles(shape, seed + 1, name, CANDLES)])),
    )
  );
  const shape = { drift: 0.002, noise: 0.01, swing: 0, volume: 3_000 };
  const young = timeframes.filter((name) => lengthOf(name) <= LONGEST_OF_A_NEW_LISTING);
  const listed = sampleMarket(
    "SAMPLE_NEW",
    Object.fromEntries(young.map((name) => [name, candles(shape, 99, name, CANDLES_OF_A_NEW_LISTING)])),
  );
  return [...whole, listed];
}

function sampleMarket(symbol: string, klines: Record<string, Kline[]>): MarketData {
  const last = Object.values(klines)[0]?.at(-1);
  const ticker = {
    lastPrice: last?.close ?? 0,
    priceChangePercent: 1.5,
    quoteVolume: 1_000_000,
  };
  return { symbol, ticker, klines, timestamp: new Date(END_MS).toISOString() };
}

function candles(shape: Shape, seed: number, timeframe: string, count: number): Kline[] {
  const lengthMs = lengthOf(timeframe);
  const random = minimalStandard(seed * 7_919 + (lengthMs / 60_000) * 104_729);
  let close = 100;
  return Array.from({ length: count }, (_, index) => {
    const open = close;
    const swing = shape.swing *
      (Math.sin((index + 1) / 12) - Math.sin(index / 12));
    close = open * (1 + shape.drift + swing + shape.noise * (random() * 2 - 1));
    const reach = open * shape.noise * random();
    const volume = shape.volume * (0.5 + random());
    const buyVolume = volume * (0.3 + 0.4 * random());
    const openTime = END_MS - (count - index) * lengthMs;
    return {
      openTime,
      closeTime: openTime + lengthMs - 1,
      open,
      close,
      high: Math.max(open, close) + reach,
      low: Math.min(open, close) - reach,
      volume,
      buyVolume,
      sellVolume: volume - buyVolume,
      volumeDelta: 2 * buyVolume - volume,
      quoteVolume: volume * close,
      trades: Math.round(volume / 10),
    };
  });
}

/** Numbers between 0 and 1 that a seed repeats: Park and Miller's minimal standard generator (Communications of the ACM, 1993). */
function minimalStandard(seed: number): () => number {
  let state = seed % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
