import assert from "node:assert/strict";
import type { Kline } from "../_shared/filter-runtime/schema.ts";
import { startFakeExecutor } from "../../../tests/support/fake-executor.ts";
import { risingCandles } from "../../../tests/support/markets.ts";
import { fetchHistories, historyOf } from "./history.ts";
import type { History } from "./windows.ts";

const NOW = 1_000 * 60_000;
const signal = new AbortController().signal;

/** Candles of a minute, the newest of which closes now. */
function minutes(count: number): Kline[] {
  return risingCandles(1_000).slice(1_000 - count);
}

async function historiesOf(counts: Record<string, number>, since: number): Promise<History[]> {
  await using executor = startFakeExecutor();
  for (const [symbol, count] of Object.entries(counts)) executor.markets.set(symbol, minutes(count));
  const source = { executor: { url: executor.url, token: undefined }, timeframes: ["1m"], signal };
  return await fetchHistories(source, Object.keys(counts), since, NOW);
}

const isWhole = (histories: History[]): boolean[] => histories.map(({ whole }) => whole.has("1m"));

Deno.test("a history reaches back to the time that is asked for, and as far before it as a filter is given", async () => {
  const [history] = await historiesOf({ OLD: 1_000 }, NOW - 60 * 60_000);
  assert.equal(history?.klines["1m"]?.length, 250 + 61);
});

Deno.test("a market with fewer candles than others have is whole, one that is as long is cut off", async () => {
  assert.deepEqual(isWhole(await historiesOf({ OLD: 500, YOUNG: 300 }, NOW - 600 * 60_000)), [false, true]);
});

Deno.test("a market with fewer candles than a filter is given is whole, whatever the executor keeps", async () => {
  assert.deepEqual(isWhole(await historiesOf({ NEW: 10 }, NOW - 60 * 60_000)), [true]);
  assert.deepEqual(isWhole(await historiesOf({ CAPPED: 250 }, NOW - 60 * 60_000)), [false]);
});

Deno.test("symbols that the executor gives no candles of have no history", async () => {
  await using executor = startFakeExecutor();
  executor.markets.set("GOOD", minutes(300));
  executor.markets.set("ODD", [{ not: "a candle" }]);
  executor.markets.set("LATE", minutes(300).map((candle) => ({ ...candle, openTime: 8e15 })));
  const source = { executor: { url: executor.url, token: undefined }, timeframes: ["1m"], signal };
  const histories = await fetchHistories(source, ["GOOD", "ODD", "LATE"], NOW, NOW);
  assert.deepEqual(histories.map(({ symbol }) => symbol), ["GOOD"]);
});

Deno.test("the history of captured candles is in order and finest first, and of impossible ones there is none", () => {
  const [first, second] = minutes(2);
  assert.ok(first && second);
  const klines = { "1h": [], "1m": [second, first], "5m": [{ ...first, openTime: 8e15 }] };
  const history = historyOf({ from: "captured", data: { symbol: "A", klines } });
  assert.deepEqual(Object.entries(history.klines), [["1m", [first, second]], ["5m", []], ["1h", []]]);
});
