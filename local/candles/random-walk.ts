// A deterministic random walk: the minute candles of one symbol, the same for the same seed.
import type { Kline } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { intervalMs } from "./candle-source.ts";

export interface Walk {
  seed: string;
  startPrice: number;
  /** Standard deviation of one minute's log return. */
  volatility: number;
  /** Mean volume of a minute, in units of the base asset. */
  meanVolume: number;
}

/** Yields `minutes` candles, the first of which opens at `from` (milliseconds since the epoch). */
export function* walkMinutes(walk: Walk, from: number, minutes: number): Generator<Kline> {
  const random = randomFrom(walk.seed);
  let price = walk.startPrice;
  for (let index = 0; index < minutes; index++) {
    const surprise = gaussian(random);
    const open = price;
    const close = open * Math.exp(walk.volatility * surprise);
    const wick = walk.volatility * open;
    // Volume grows with the size of the move and leans towards its direction, as it does on an exchange.
    const volume = walk.meanVolume * (0.4 + 0.6 * random() + 0.5 * Math.abs(surprise));
    const buyVolume = volume * Math.min(0.95, Math.max(0.05, 0.5 + 0.12 * surprise + 0.1 * (random() - 0.5)));
    const openTime = from + index * intervalMs["1m"];
    yield {
      openTime,
      open,
      high: Math.max(open, close) + wick * random() * 0.5,
      low: Math.min(open, close) - wick * random() * 0.5,
      close,
      volume,
      buyVolume,
      sellVolume: volume - buyVolume,
      volumeDelta: 2 * buyVolume - volume,
      quoteVolume: volume * (open + close) / 2,
      trades: 1 + Math.floor(volume / walk.meanVolume * 120),
      closeTime: openTime + intervalMs["1m"] - 1,
    };
    price = close;
  }
}

/** Mulberry32 from a hash of the seed: small, fast and good enough for candles. */
function randomFrom(seed: string): () => number {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Box-Muller: one standard normal number out of two uniform ones. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
