import assert from "node:assert/strict";
import type { Component, MarketData } from "../filter-runtime/schema.ts";
import { sampleMarkets } from "../samples.ts";
import { replay } from "./replay.ts";
import { validate, type Validation } from "./validate.ts";

const MARKETS = sampleMarkets(["5m"]);
const FLAT = MARKETS.filter(({ symbol }) => symbol === "SAMPLE_FLAT");
const MOVING = MARKETS.filter(({ symbol }) => symbol !== "SAMPLE_FLAT" && symbol !== "SAMPLE_NEW");
const NEW = MARKETS.filter(({ symbol }) => symbol === "SAMPLE_NEW");

async function judge(
  running: string,
  candidate: string,
  captured: MarketData[],
  component: Component = "filter",
): Promise<Validation> {
  const code = (text: string): { code: string; series_code: string } =>
    component === "filter" ? { code: text, series_code: "" } : { code: "", series_code: text };
  const inputs = { captured, others: MOVING, othersFrom: "executor" as const };
  const original = await replay(code(running), component, inputs);
  return await validate({ base: code(running), candidate: code(candidate), component, inputs, original });
}

const codes = ({ suppression }: Validation): string[] => suppression.map(({ code }) => code);

Deno.test("after a time-out on one market the candidate is still compared with the running code on those that work", async () => {
  const endlessOnFlat = `k := data.Klines["5m"]
if len(k) == 0 {
	return false
}
x := 0.0
for x < 1 {
	x += k[0].Volume
}
return k[len(k)-1].Close > k[0].Open`;
  const no = `k := data.Klines["5m"]
if len(k) == 0 {
	return false
}
return k[len(k)-1].Close-k[0].Open > 100000 && k[0].Volume > 0`;
  const useless = await judge(endlessOnFlat, no, FLAT);
  assert.equal(useless.verdict, "not_validated");
  assert.ok(useless.healthy.changed.length > 0);

  const honest = endlessOnFlat.replace("for x < 1 {", "for n := 0; x < 1 && n < 10; n++ {");
  const mended = await judge(endlessOnFlat, honest, FLAT);
  assert.deepEqual([mended.verdict, mended.healthy.equal, mended.healthy.inputs], ["validated", 5, 5]);
});

Deno.test("a guard that is joined to the condition it guards is an honest repair", async () => {
  const { verdict, healthy } = await judge(
    `k := data.Klines["5m"]\nif k[19].Close < k[18].Close {\n\treturn true\n}\nreturn false`,
    `k := data.Klines["5m"]\nif len(k) >= 20 && k[19].Close < k[18].Close {\n\treturn true\n}\nreturn false`,
    NEW,
  );
  assert.deepEqual([verdict, healthy.equal], ["validated", healthy.inputs]);
});

Deno.test("code that says yes where there is no data is not validated, however it is written", async () => {
  const running = `k := data.Klines["5m"]\nreturn k[19].Close < k[18].Close`;
  for (
    const candidate of [
      `k := data.Klines["5m"]\nif len(k) >= 20 {\n\treturn k[19].Close < k[18].Close\n}\nreturn true`,
      `k := data.Klines["5m"]\nfew := len(k) < 20\nif few {\n\treturn few\n}\nreturn k[19].Close < k[18].Close`,
    ]
  ) {
    const validation = await judge(running, candidate, NEW);
    assert.equal(validation.verdict, "not_validated", candidate);
    assert.ok(codes(validation).includes("missing_data_matches"), candidate);
  }
});

const SERIES = `k := data.Klines["5m"]
out := make(map[string]interface{})
last := make([]float64, 1)
last[0] = k[19].Close
out["last"] = last
return out`;

Deno.test("series code that leaves out what the running code drew is not validated", async () => {
  const validation = await judge(
    SERIES,
    SERIES.replace("last[0]", "if len(k) < 100000 {\n\treturn out\n}\nlast[0]"),
    NEW,
    "series",
  );
  assert.equal(validation.verdict, "not_validated");
  assert.ok(codes(validation).includes("series_lost"), String(validation.failure));
});

Deno.test("without any market data nothing is validated", async () => {
  const inputs = { captured: [], others: [], othersFrom: "executor" as const };
  const filter = { code: "return data.Ticker.LastPrice > 1", series_code: "" };
  const original = await replay(filter, "filter", inputs);
  const { verdict } = await validate({
    base: filter,
    candidate: filter,
    component: "filter",
    inputs,
    original,
  });
  assert.equal(verdict, "not_validated");
});
