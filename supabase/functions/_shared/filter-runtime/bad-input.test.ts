import assert from "node:assert/strict";
import { risingCandles, risingMarket } from "../../../../tests/support/markets.ts";
import {
  checkFilter,
  compareFilters,
  FilterRuntimeError,
  hashFilter,
  repairFilter,
  runFilter,
} from "./filter-runtime.ts";
import type { MarketData } from "./schema.ts";

const code = `return len(data.Klines["5m"]) > 5`;
const good = risingMarket("GOODUSDT", 250);

/** The good market with something wrong in it; what is given as JSON is what no type would let through. */
function spoilt(change: object): MarketData {
  return { ...good, ...change };
}

function spoiltCandle(field: string, value: unknown): MarketData {
  const candles = risingCandles(10).map((candle, i) => i === 3 ? { ...candle, [field]: value } : candle);
  return spoilt({ klines: { "5m": candles } });
}

async function assertUsable(): Promise<void> {
  const [result] = await runFilter({ code, component: "filter", inputs: [good] });
  assert.ok(result?.ok && result.matched);
}

async function assertRefused(inputs: MarketData[], named: RegExp, codeOf = "invalid_request"): Promise<void> {
  const candidate = code;
  for (
    const call of [
      () => runFilter({ code, component: "filter", inputs }),
      () => compareFilters({ code, candidate, component: "filter", inputs }),
      () => repairFilter({ code, component: "filter", inputs }),
    ]
  ) {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof FilterRuntimeError);
      assert.equal(error.code, codeOf);
      assert.match(error.message, named);
      return true;
    });
  }
  await assertUsable();
}

const badInputs: Record<string, [MarketData, RegExp]> = {
  "a close that is NaN": [spoiltCandle("close", NaN), /inputs\[0\]\.klines\.5m\[3\]\.close .*finite.*NaN/],
  "an infinite volume": [spoiltCandle("volume", Infinity), /\[3\]\.volume .*finite.*Infinity/],
  "an optional field that is no number": [spoiltCandle("buyVolume", "6"), /\[3\]\.buyVolume .*finite.*"6"/],
  "a candle without its close": [spoiltCandle("close", undefined), /\[3\]\.close .*finite.*undefined/],
  "a time between two milliseconds": [spoiltCandle("openTime", 1.5), /\[3\]\.openTime .*whole.*1\.5/],
  "a candle that is null": [spoilt({ klines: { "5m": [null] } }), /klines\.5m\[0\] .*candle.*null/],
  "candles that are no list": [spoilt({ klines: { "5m": {} } }), /klines\.5m.*list.*object/],
  "no candles at all": [spoilt({ klines: undefined }), /inputs\[0\]\.klines.*undefined/],
  "an unknown timeframe": [spoilt({ klines: { "7m": [] } }), /inputs\[0\]\.klines\.7m.*1m, 5m.*"7m"/],
  "no symbol": [spoilt({ symbol: undefined }), /inputs\[0\]\.symbol.*undefined/],
  "a ticker without a price": [spoilt({ ticker: {} }), /inputs\[0\]\.ticker\.lastPrice.*undefined/],
  "a timestamp that is no time": [spoilt({ timestamp: "yesterday" }), /inputs\[0\]\.timestamp.*"yesterday"/],
};

for (const [name, [input, named]] of Object.entries(badInputs)) {
  Deno.test(`an input with ${name} is refused by its path and leaves the runtime usable`, async () => {
    await assertRefused([input], named);
  });
}

Deno.test("inputs that are more than the module can hold are refused", async () => {
  await assertRefused(Array(1_500).fill(good), /at most 32\.0 MB/, "request_too_large");
});

Deno.test("runFilter runs on a market without candles, without timeframes and without a ticker", async () => {
  const inputs = [spoilt({ klines: { "5m": [] } }), spoilt({ klines: {} }), spoilt({ ticker: null })];
  const results = await runFilter({ code, component: "filter", inputs });
  assert.deepEqual(results.map((result) => result.ok && result.matched), [false, false, true]);
});

Deno.test("a candle that leaves out what exchanges leave out counts it as 0", async () => {
  const [first] = risingCandles(1).map(({ openTime, open, high, low, close, volume }) =>
    Object.assign({ openTime, open, high, low, close, volume })
  );
  const [result] = await runFilter({
    code: `k := data.Klines["5m"][0]\nreturn k.BuyVolume == 0 && k.Trades == 0 && k.CloseTime == 0`,
    component: "filter",
    inputs: [spoilt({ klines: { "5m": [first] } })],
  });
  assert.ok(result?.ok && result.matched);
});

const badRequests: Record<string, [object, RegExp]> = {
  "an unknown component": [{ component: "strategy" }, /component.*"strategy"/],
  "code that is no text": [{ code: 7 }, /code.*string.*7/],
  "inputs that are no list": [{ inputs: {} }, /inputs .*list.*object/],
  "a step limit of 0": [{ maxSteps: 0 }, /maxSteps.*0/],
};

for (const [name, [change, named]] of Object.entries(badRequests)) {
  Deno.test(`a request with ${name} is refused by its field`, async () => {
    await assert.rejects(
      runFilter({ ...{ code, component: "filter", inputs: [good] }, ...change }),
      (error) =>
        error instanceof FilterRuntimeError && error.code === "invalid_request" && named.test(error.message),
    );
    await assertUsable();
  });
}

const binary = Array.from({ length: 512 }, (_, i) => String.fromCharCode((i * 7) % 256)).join("");

/** None of these is a filter; each must fail as code does, in every call. */
const badCodes: Record<string, string> = {
  "1 MB of code": `x := 1\n${"x = x + 1\n".repeat(105_000)}return x > 0`,
  "1 MB on one line": `return ${"1 + ".repeat(262_144)}1 > 0`,
  "binary": binary,
  "NUL bytes": "return \0 true",
  "lone surrogates": "return \ud800 == 1",
  "10,000 nested parentheses": `return ${"(".repeat(10_000)}true${")".repeat(10_000)}`,
  "10,000 open parentheses": "(".repeat(10_000),
  "10,000 nested blocks": `${"{".repeat(10_000)}${"}".repeat(10_000)}\nreturn true`,
  "an enormous literal": `return 1e999999999 > 1`,
  "a number of 100,000 digits": `return ${"9".repeat(100_000)} > 1`,
};

for (const [name, bad] of Object.entries(badCodes)) {
  Deno.test(`code that is ${name} fails as code, and leaves the runtime usable`, async () => {
    const { ok, errors } = await checkFilter(bad, "filter");
    assert.equal(ok, false);
    assert.ok(errors[0]?.code && errors[0].message);

    const [result] = await runFilter({ code: bad, component: "filter", inputs: [good] });
    assert.ok(result && !result.ok);
    const repaired = await repairFilter({ code: bad, component: "filter", inputs: [good] });
    assert.ok(repaired.sound || repaired.reason);
    const { inputs } = await compareFilters({ code, candidate: bad, component: "filter", inputs: [good] });
    assert.equal(inputs[0]?.change, "broken");
    assert.match(await hashFilter(bad, "filter"), /^[0-9a-f]{64}$/);
    await assertUsable();
  });
}

for (const empty of ["", "  \n\t\n"]) {
  Deno.test(`code that is ${JSON.stringify(empty)} has no verdict of true`, async () => {
    await checkFilter(empty, "filter");
    const [result] = await runFilter({ code: empty, component: "filter", inputs: [good] });
    assert.ok(result && !(result.ok && result.matched));
    await repairFilter({ code: empty, component: "filter", inputs: [good] });
    await assertUsable();
  });
}

Deno.test("messages stay short whatever the code was", async () => {
  const { errors } = await checkFilter(binary.repeat(2_000), "filter");
  assert.ok(JSON.stringify(errors).length < 64_000);
});
