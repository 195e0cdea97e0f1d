import { describe, expect, it } from "vitest";
import { contextRows } from "./context-rows.ts";

describe("the context of an error", () => {
  it("has what is known first and in words, then the rest as it came", () => {
    const context = { extra: { a: 1 }, execution_duration_ms: 1500, machine_id: "m1", nothing: null };
    expect(contextRows({ context, symbol: "NEWUSDT", trigger_interval: "5m" })).toEqual([
      ["Symbol", "NEWUSDT"],
      ["Interval", "5m"],
      ["Run time", "1.5 s"],
      ["Machine", "m1"],
      ["extra", '{"a":1}'],
    ]);
  });

  it("cuts off what is long and leaves out what is not there", () => {
    expect(contextRows({ context: { x: "y".repeat(600) }, symbol: null, trigger_interval: null })).toEqual([
      ["x", `${"y".repeat(500)}…`],
    ]);
  });
});
