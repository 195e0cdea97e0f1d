import assert from "node:assert/strict";
import { timeframesOf } from "./timeframes.ts";

const USUAL = ["1m", "5m", "15m", "1h", "4h"];
const CASES: Record<string, [code: string, expected: string[]]> = {
  "one timeframe": [`k := data.Klines["5m"]`, ["5m"]],
  "several, finest first and each once": [
    'a, b := data.Klines["1h"], data.Klines[`1m`]; _ = data.Klines["1h"]',
    ["1m", "1h"],
  ],
  "the day, which is not looked at otherwise": [`data.Klines["1d"]`, ["1d"]],
  "a timeframe in a variable": [`tf := "5m"; k := data.Klines[tf]`, USUAL],
  "a walk over all": [`for tf := range data.Klines { _ = tf }`, USUAL],
  "a timeframe that does not exist": [`data.Klines["3m"]`, USUAL],
  "no candles at all": [`return data.Ticker.LastPrice > 1`, USUAL],
};

for (const [name, [code, expected]] of Object.entries(CASES)) {
  Deno.test(`timeframesOf sees ${name}`, () => assert.deepEqual(timeframesOf(code), expected));
}
