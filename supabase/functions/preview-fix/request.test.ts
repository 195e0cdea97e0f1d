import assert from "node:assert/strict";
import { parseBody } from "../_shared/body.ts";
import { ApiError } from "../_shared/errors.ts";
import { bodySchema } from "./request.ts";

const FIX = "9b1d0f7e-6f0a-4a3c-8f0e-0d8a5f2b7c11";

function refusalOf(body: unknown): string {
  try {
    parseBody(bodySchema, body);
  } catch (error) {
    if (error instanceof ApiError && error.code === "invalid_body") return error.message;
  }
  return "accepted";
}

Deno.test("a preview is of a fix, or of code for a trader", () => {
  assert.deepEqual(parseBody(bodySchema, { fix_id: FIX }), { fix_id: FIX });
  assert.deepEqual(parseBody(bodySchema, { trader_id: FIX, code: "return true", series_code: "" }), {
    trader_id: FIX,
    code: "return true",
    series_code: "",
  });
});

Deno.test("a body that does not fit is refused by the field, the rule and the value", () => {
  const much = "é".repeat(32 * 1024 + 1);
  const refusals: [body: unknown, said: RegExp][] = [
    [{}, /fix_id: must be given/],
    [{ fix_id: "nonsense" }, /fix_id: .*"nonsense"/],
    [{ fix_id: FIX, trader_id: FIX }, /trader_id: must be left out/],
    [{ trader_id: FIX }, /code: must be given with trader_id, got nothing/],
    [{ fix_id: FIX, code: " \n" }, /code: must not be empty, got " \\n"/],
    [{ fix_id: FIX, code: much }, /code: must be at most 65536 bytes/],
    [{ fix_id: FIX, series_code: much }, /series_code: must be at most 65536 bytes/],
    [{ fix_id: FIX, symbols: [] }, /symbols: /],
    [{ fix_id: FIX, symbols: ["../etc"] }, /symbols.0: must be a symbol.*"..\/etc"/],
    [{ fix_id: FIX, symbols: Array.from({ length: 41 }, (_, n) => `S${n}`) }, /symbols: .*40/],
    [{ fix_id: FIX, timeframes: ["2m"] }, /timeframes.0: .*"2m"/],
    [{ fix_id: FIX, timeframes: [] }, /timeframes: /],
    [{ fix_id: FIX, colour: "blue" }, /colour/],
    [null, /body: /],
  ];
  for (const [body, said] of refusals) assert.match(refusalOf(body), said);
});

Deno.test("symbols count once, and timeframes come finest first", () => {
  const { symbols, timeframes } = parseBody(bodySchema, {
    fix_id: FIX,
    symbols: ["BTCUSDT", "ETHUSDT", "BTCUSDT"],
    timeframes: ["4h", "5m", "4h"],
  });
  assert.deepEqual([symbols, timeframes], [["BTCUSDT", "ETHUSDT"], ["5m", "4h"]]);
});
