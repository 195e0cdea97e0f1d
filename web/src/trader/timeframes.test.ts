import { expect, test } from "vitest";
import { timeframesOf } from "./timeframes.ts";

test("timeframes are those of the filter's settings", () => {
  expect(timeframesOf({ requiredTimeframes: ["5m", "1h"], indicators: [] })).toEqual(["5m", "1h"]);
});

test("settings of another shape name none", () => {
  for (const settings of [null, undefined, {}, { requiredTimeframes: "5m" }, { requiredTimeframes: [5] }]) {
    expect(timeframesOf(settings)).toEqual([]);
  }
});
