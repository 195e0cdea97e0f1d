import assert from "node:assert/strict";
import { risingMarket } from "../../../../tests/support/markets.ts";
import {
  checkFilter,
  compareFilters,
  FilterRuntimeError,
  hashFilter,
  repairFilter,
  runFilter,
  transplantFix,
} from "./filter-runtime.ts";

const long = risingMarket("LONGUSDT", 250);
const short = risingMarket("SHORTUSDT", 10);

Deno.test("checkFilter accepts code that compiles", async () => {
  assert.deepEqual(await checkFilter("return true", "filter"), {
    ok: true,
    errors: [],
    warnings: [],
  });
  assert.equal(
    (await checkFilter(`return map[string]interface{}{"a": 1}`, "series")).ok,
    true,
  );
});

Deno.test("checkFilter places a type error in the user's own code", async () => {
  const { ok, errors } = await checkFilter(
    "x := 1\n\treturn indicators.GetLatestMA(nil, x) != nil",
    "filter",
  );
  assert.equal(ok, false);
  assert.match(errors[0]?.explanation ?? "", /GetLatestMA/);
  assert.deepEqual(errors.map(({ explanation: _, ...error }) => error), [{
    class: "compile",
    code: "unknown_function",
    message: `package indicators "github.com/vyx/go-screener/pkg/indicators" has no symbol GetLatestMA`,
    line: 2,
    column: 9,
    source: "return indicators.GetLatestMA(nil, x) != nil",
  }]);
});

Deno.test("checkFilter reports every syntax error", async () => {
  const { errors } = await checkFilter(
    "x := 1 1\nreturn x 2\nreturn true",
    "filter",
  );
  assert.deepEqual(errors.map(({ code, line }) => [code, line]), [
    ["syntax", 1],
    ["syntax", 2],
  ]);
});

Deno.test("runFilter gives a verdict or an error for each input, in order", async () => {
  const code = `klines := data.Klines["5m"]\nma := indicators.CalculateMA(klines, 20)\nreturn *ma > 100`;
  const [first, second] = await runFilter({
    code,
    component: "filter",
    inputs: [long, short],
  });
  assert.ok(first?.ok);
  assert.deepEqual([first.symbol, first.matched], ["LONGUSDT", true]);
  assert.ok(second && !second.ok);
  const { explanation, ...error } = second.error;
  assert.ok(explanation);
  assert.deepEqual([second.symbol, error], ["SHORTUSDT", {
    class: "runtime",
    code: "nil_pointer",
    message: "reflect: call of reflect.Value.Float on zero Value",
    line: 3,
    column: 1,
    source: "return *ma > 100",
    values: [{ name: "ma", value: "nil" }],
  }]);
});

Deno.test("runFilter returns what series code computes, with null for what is no number", async () => {
  const code =
    `zero := 0.0\nreturn map[string]interface{}{"ma": indicators.CalculateMASeries(data.Klines["5m"], 2)[:3], "nan": zero / zero}`;
  const [result] = await runFilter({
    code,
    component: "series",
    inputs: [long],
  });
  assert.ok(result?.ok);
  assert.deepEqual(result.series, { ma: [0, 1.5, 2.5], nan: null });
});

Deno.test("runFilter reads every field of the market data", async () => {
  const code = `k := data.Klines["5m"][2]
return data.Symbol == "LONGUSDT" && data.Ticker.LastPrice == 250 && data.Ticker.PriceChangePercent == 1.5 &&
  data.Ticker.QuoteVolume == 1000 && data.Timestamp.Unix() == 1772236800 &&
  k.OpenTime == 120000 && k.Open == 2 && k.High == 4 && k.Low == 2 && k.Close == 3 && k.Volume == 10 && k.BuyVolume == 6 &&
  k.SellVolume == 4 && k.VolumeDelta == 2 && k.QuoteVolume == 20 && k.Trades == 3 && k.CloseTime == 179999`;
  const [result] = await runFilter({
    code,
    component: "filter",
    inputs: [long],
  });
  assert.deepEqual(result && { ...result, steps: 0 }, {
    symbol: "LONGUSDT",
    ok: true,
    matched: true,
    steps: 0,
  });
});

Deno.test("runFilter hides writes to the candles from other runs", async () => {
  const code =
    `klines := data.Klines["5m"]\nseen := klines[0].Close\nklines[0].Close = 99\ndata.Klines["5m"] = nil\nreturn seen == 99`;
  const results = await runFilter({
    code,
    component: "filter",
    inputs: [long, long],
  });
  assert.deepEqual(results.map((result) => result.ok && result.matched), [
    false,
    false,
  ]);
});

const endless = {
  "an empty loop": "for {}",
  "a loop that never advances": "for i := 0; i < 10; {}\nreturn true",
  "a labelled loop": "outer:\nfor {\n for {\n continue outer\n }\n}",
  "a loop of jumps": "again:\ngoto again",
  "a loop in a closure": "func() { for {} }()\nreturn true",
  "a loop of indicator calls": `for { indicators.CalculateBollingerBands(data.Klines["5m"], 50, 2) }`,
};

for (const [name, code] of Object.entries(endless)) {
  Deno.test(`runFilter ends ${name} as a timeout`, async () => {
    const [result] = await runFilter({
      code,
      component: "filter",
      inputs: [long],
      maxSteps: 100_000,
    });
    assert.ok(result && !result.ok);
    assert.equal(result.error.class, "timeout");
    assert.equal(result.error.message, "filter execution timed out after 1s");
  });
}

const greedy = {
  "endless recursion": "var f func(int) int\nf = func(x int) int { return f(x + 1) + 1 }\nreturn f(1) > 0",
  "a string that doubles": `s := "ab"\nfor i := 0; i < 40; i++ { s += s }\nreturn len(s) > 0`,
  "a slice too large": "return len(make([]float64, 1<<28)) > 0",
  "an append that doubles": "x := []int{1}\nfor { x = append(x, x...) }",
};

for (const [name, code] of Object.entries(greedy)) {
  Deno.test(`runFilter ends ${name} as a memory failure and stays usable`, async () => {
    const [result] = await runFilter({
      code,
      component: "filter",
      inputs: [long],
    });
    assert.ok(result && !result.ok);
    assert.equal(result.error.class, "memory");
    assert.equal((await checkFilter("return true", "filter")).ok, true);
  });
}

Deno.test("repairFilter replaces an indicator that does not exist", async () => {
  const code = `return indicators.GetLatestMA(data.Klines["5m"], 20) != nil`;
  const result = await repairFilter({
    code,
    component: "filter",
    inputs: [long],
  });
  assert.equal(
    result.code,
    `return indicators.CalculateMA(data.Klines["5m"], 20) != nil`,
  );
  assert.deepEqual([
    result.changed,
    result.sound,
    result.applied.map(({ rule }) => rule),
  ], [true, true, ["unknown-function"]]);
});

Deno.test("repairFilter leaves alone what it cannot repair honestly", async () => {
  const code = "for {}";
  const result = await repairFilter({
    code,
    component: "filter",
    inputs: [long],
  });
  assert.deepEqual(
    [result.code, result.changed, result.sound, result.applied],
    [code, false, false, []],
  );
  assert.match(result.reason ?? "", /timed out/);
});

Deno.test("checkFilter warns of what the Go compiler would refuse", async () => {
  const { ok, warnings } = await checkFilter("unused := 1\nreturn data.Ticker != nil", "filter");
  assert.equal(ok, true);
  assert.deepEqual(warnings.map(({ code, line, source }) => [code, line, source]), [
    ["unused_variable", 1, "unused := 1"],
  ]);
});

Deno.test("compareFilters finds equal, changed, fixed and broken inputs", async () => {
  const code = `return *indicators.CalculateMA(data.Klines["5m"], 20) > 100`;
  const guarded = `ma := indicators.CalculateMA(data.Klines["5m"], 20)\nreturn ma != nil && *ma > 100`;
  const changes = async (candidate: string): Promise<string[]> =>
    (await compareFilters({ code, candidate, component: "filter", inputs: [long, short] }))
      .inputs.map(({ change }) => change);
  assert.deepEqual(await changes(guarded), ["equal", "fixed"]);
  assert.deepEqual(await changes(guarded.replace("> 100", "> 1000")), ["changed", "fixed"]);
  assert.deepEqual(await changes('return data.Klines["1h"][0].Close > 1'), ["broken", "failing"]);
});

Deno.test("compareFilters finds that a condition was dropped", async () => {
  const { suppression, same_syntax } = await compareFilters({
    code: `klines := data.Klines["5m"]\nreturn klines[0].Close > 0 && klines[20].Close > 5`,
    candidate: `klines := data.Klines["5m"]\nreturn len(klines) > 20 && klines[0].Close > 0`,
    component: "filter",
    inputs: [long, short],
  });
  assert.equal(same_syntax, false);
  assert.ok(suppression.some(({ code }) => code === "condition_dropped"));
});

Deno.test("hashFilter is blind to formatting, comments and local names, and to nothing else", async () => {
  const hash = await hashFilter("n := 1\nreturn n > 2", "filter");
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(await hashFilter("count   := 1 // one\n\nreturn count > 2", "filter"), hash);
  assert.notEqual(await hashFilter("n := 1\nreturn n > 3", "filter"), hash);
});

Deno.test("transplantFix makes a donor's change in the code's own names, and says why where it does not", async () => {
  const code = `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14) // ours\nreturn *rsi > 70`;
  const donor = `x := indicators.GetLatestRSI(data.Klines["5m"], 14)\nreturn *x > 70`;
  const donorFixed = donor.replace("return", "if x == nil { // theirs\n\treturn false\n}\nreturn");
  const component = "filter";
  assert.deepEqual(await transplantFix({ code, donor, donorFixed, component }), {
    code: code.replace("return", "if rsi == nil {\n\treturn false\n}\nreturn"),
    applied: true,
  });
  assert.deepEqual(
    await transplantFix({ code, donor: "return true", donorFixed: "return false", component }),
    { code, applied: false, reason: "other_syntax" },
  );
});

Deno.test("a request for an unknown component is refused with its code", async () => {
  const component = JSON.parse(`"strategy"`);
  await assert.rejects(
    checkFilter("return true", component),
    (error) => error instanceof FilterRuntimeError && error.code === "invalid_request",
  );
});

Deno.test("runFilter run blind gives the failure without its statement", async () => {
  const inputs = [{ symbol: "A", klines: {} }];
  const request = {
    code: `return *indicators.CalculateMA(data.Klines["5m"], 5) > 1`,
    component: "filter" as const,
    inputs,
  };
  const [seen] = await runFilter(request);
  const [blind] = await runFilter({ ...request, blind: true });
  assert.ok(seen && !seen.ok && blind && !blind.ok);
  assert.deepEqual([blind.error.message, blind.error.line], [seen.error.message, undefined]);
  assert.equal(seen.error.line, 1);
});
