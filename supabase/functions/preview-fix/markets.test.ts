import assert from "node:assert/strict";
import { Logger } from "../_shared/log.ts";
import { startFakeExecutor } from "../../../tests/support/fake-executor.ts";
import { risingCandles, risingMarket } from "../../../tests/support/markets.ts";
import { gather, type Gathered } from "./markets.ts";
import type { Incident } from "../_shared/subject.ts";

const SYMBOLS = Array.from({ length: 50 }, (_, index) => `S${index}`);

async function gathered(incident: Partial<Incident>, symbols?: string[]): Promise<Gathered> {
  await using executor = startFakeExecutor();
  for (const symbol of SYMBOLS) executor.markets.set(symbol, risingCandles(30));
  const usual: Incident = {
    id: crypto.randomUUID(),
    component: "filter",
    error_type: "runtime",
    symbols: [],
    first_seen: 0,
    resolved_at: null,
  };
  const opened = { incident: { ...usual, ...incident }, captured: [risingMarket("S49", 10)] };
  const source = {
    executor: { url: executor.url, token: undefined },
    timeframes: ["5m"],
    signal: new AbortController().signal,
  };
  return await gather(opened, symbols, source, new Logger({}), () => {});
}

const symbolsFrom = ({ markets }: Gathered, kind: string): string[] =>
  markets.filter(({ from }) => from === kind).map(({ data }) => data.symbol);

Deno.test("a preview looks at the failing symbols first and then at others, 40 in all", async () => {
  const found = await gathered({ symbols: ["S49", "GONE", "S48"] });
  assert.deepEqual(symbolsFrom(found, "executor"), ["S49", "S48", ...SYMBOLS.slice(0, 38)]);
  assert.deepEqual([found.executor, found.missing], ["answered", ["GONE"]]);
  assert.deepEqual([symbolsFrom(found, "captured"), symbolsFrom(found, "sample").length], [["S49"], 7]);
});

Deno.test("a preview looks at those that work first where code takes too long", async () => {
  const found = await gathered({ symbols: ["S1"], error_type: "timeout" });
  assert.deepEqual(symbolsFrom(found, "executor"), [
    ...SYMBOLS.slice(0, 40).filter((name) => name !== "S1"),
    "S1",
  ]);
});

Deno.test("a preview looks at the symbols that are asked for alone", async () => {
  const found = await gathered({ symbols: ["S49"] }, ["S7", "NONE", "S3"]);
  assert.deepEqual([symbolsFrom(found, "executor"), found.missing], [["S7", "S3"], ["NONE"]]);
});
