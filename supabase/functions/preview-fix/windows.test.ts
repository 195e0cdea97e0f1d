import assert from "node:assert/strict";
import type { Kline } from "../_shared/filter-runtime/schema.ts";
import { lengthOf } from "../_shared/timeframes.ts";
import { Random } from "../../../tests/support/random.ts";
import { closeOf, type History, isKnown, marketAt, plausible } from "./windows.ts";

const START = Date.UTC(2026, 5, 1);

/** Candles from START on, of which some are missing. */
function candles(random: Random, timeframe: string, count: number): Kline[] {
  const all = Array.from({ length: count }, (_, index) => {
    const close = 1 + random.number();
    const openTime = START + index * lengthOf(timeframe);
    return {
      openTime,
      open: close,
      high: close,
      low: close,
      close,
      volume: 1,
      buyVolume: 0,
      sellVolume: 0,
      volumeDelta: 0,
      quoteVolume: 1,
      trades: 1,
      // Executors may say anything here.
      closeTime: random.pick([0, openTime, openTime + 1]),
    };
  });
  return all.filter(() => random.chance(0.95));
}

function history(random: Random): History {
  const klines = Object.fromEntries(
    ["1m", "5m", "1h"].map((name) => [name, candles(random, name, random.whole(0, 600))]),
  );
  return { symbol: "BTCUSDT", klines, whole: new Set(["1m", "5m", "1h"]) };
}

Deno.test("a market of the past has exactly the newest candles that were closed by then", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed);
    const past = history(random);
    const time = START + random.whole(-60_000, 600 * 60_000);
    const market = marketAt(past, time);
    for (const [timeframe, all] of Object.entries(past.klines)) {
      const given = market.klines[timeframe] ?? [];
      assert.ok(given.every((candle) => closeOf(candle, timeframe) <= time), `seed ${seed}: a look ahead`);
      const closed = all.filter((candle) => closeOf(candle, timeframe) <= time);
      assert.deepEqual(given, closed.slice(-250), `seed ${seed}`);
    }
    assert.equal(market.ticker?.lastPrice, market.klines["1m"]?.at(-1)?.close ?? 0, `seed ${seed}`);
  }
});

Deno.test("a market of the past is not known before there are as many candles as a filter is given, unless it was new then", () => {
  const all = candles(new Random(1), "5m", 400);
  const past = (whole: string[]): History => ({
    symbol: "A",
    klines: { "5m": all },
    whole: new Set(whole),
  });
  const closing = (index: number): number => {
    const candle = all[index];
    assert.ok(candle);
    return closeOf(candle, "5m");
  };
  assert.equal(isKnown(past([]), closing(248)), false);
  assert.equal(isKnown(past([]), closing(249)), true);
  assert.equal(isKnown(past(["5m"]), closing(9)), true);
  assert.equal(marketAt(past(["5m"]), closing(9)).klines["5m"]?.length, 10);
});

Deno.test("candles are put in order and taken once each", () => {
  const [first, second, third] = candles(new Random(1), "5m", 10);
  assert.ok(first && second && third);
  assert.deepEqual(plausible([third, first, second, first]), [first, second, third]);
});

Deno.test("candles of times that do not exist are refused", () => {
  const [candle] = candles(new Random(1), "5m", 10);
  assert.ok(candle);
  for (const wrong of [{ openTime: 8e15 }, { openTime: -1 }, { closeTime: 8e15 }]) {
    assert.throws(() => plausible([{ ...candle, ...wrong }]), RangeError);
  }
});
