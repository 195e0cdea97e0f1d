import assert from "node:assert/strict";
import { chooseCandleSource } from "../../local/candles/choose-source.ts";
import { newListing } from "../../local/candles/new-listing.ts";
import { demoTraders } from "../../local/demo/traders.ts";
import { gatherMarketData } from "../../local/executor/market-data.ts";
import { runTrader, type TraderRun } from "../../local/executor/run-trader.ts";
import { codeSha256, type RunningTrader } from "../../local/executor/running-trader.ts";

const { signal } = new AbortController();
const traderId = "7b8b7c1e-54a3-4ac1-9e5d-0f4f1c7f9a10";

// CANDLES_DIR where it is set. No test asks the exchange: port 9 answers nobody.
const candles = await chooseCandleSource({
  candlesDir: Deno.env.get("CANDLES_DIR"),
  exchange: { baseUrl: "http://127.0.0.1:9" },
});
const { inputs } = await gatherMarketData(candles, "2026-02-28T00:00:00.000Z", signal);
const established = candles.symbols.filter((symbol) => symbol !== newListing.symbol);

function runDemoTrader(name: string): Promise<TraderRun> {
  const demo = demoTraders.find((trader) => trader.name === name);
  assert.ok(demo, `no demo trader is called ${name}`);
  const { code, seriesCode = "" } = demo.filter;
  const trader: RunningTrader = {
    id: traderId,
    name,
    code,
    seriesCode,
    codeSha256: codeSha256(code, seriesCode),
    requiredTimeframes: [],
  };
  return runTrader(trader, inputs);
}

Deno.test("the demo has eight traders with names of their own, one of them double-encoded", () => {
  assert.equal(new Set(demoTraders.map(({ name }) => name)).size, 8);
  assert.equal(demoTraders.filter(({ doubleEncoded }) => doubleEncoded).length, 1);
});

for (const name of ["Oversold bounce", "Pullback in an uptrend"]) {
  Deno.test(`demo trader "${name}" is sound on every symbol`, async () => {
    assert.deepEqual((await runDemoTrader(name)).failures, []);
  });
}

const fails: { name: string; errorType: string; message: RegExp; on: readonly string[] }[] = [
  {
    name: "Golden cross",
    errorType: "compile",
    message: /^failed to compile filter code: .*has no symbol GetLatestMA/,
    on: candles.symbols,
  },
  {
    name: "Breakout on volume",
    errorType: "runtime",
    message: /^panic in trader .*: reflect: call of reflect\.Value\.Float on zero Value/,
    on: [newListing.symbol],
  },
  {
    name: "Momentum of the day",
    errorType: "runtime",
    message: /^panic in trader .*: reflect: slice index out of range/,
    on: [newListing.symbol],
  },
  {
    name: "Rising streak",
    errorType: "timeout",
    message: /^filter execution timed out after 1s$/,
    on: established,
  },
  {
    name: "Stochastic turn",
    errorType: "compile",
    message: /^failed to compile filter code: .*invalid argument for len/,
    on: candles.symbols,
  },
  {
    name: "Squeeze of averages",
    errorType: "compile",
    message: /^failed to compile filter code: .*undefined: math/,
    on: candles.symbols,
  },
];

for (const { name, errorType, message, on } of fails) {
  Deno.test(`demo trader "${name}" fails with a ${errorType} error on ${on.length} symbols`, async () => {
    const { failures } = await runDemoTrader(name);
    assert.deepEqual(failures.map(({ symbol }) => symbol), on);
    for (const failure of failures) {
      assert.equal(failure.component, "filter");
      assert.equal(failure.errorType, errorType);
      assert.match(failure.message, message);
    }
  });
}
