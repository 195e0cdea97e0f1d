import { describe, expect, it } from "vitest";
import { conditionsOf, strategyText } from "./strategy.ts";

describe("a strategy", () => {
  it("is read from an object, a text, and a text that holds JSON", () => {
    expect(strategyText({ description: " Buy dips " })).toBe("Buy dips");
    expect(strategyText("Buy dips")).toBe("Buy dips");
    expect(strategyText(JSON.stringify({ description: "Buy dips" }))).toBe("Buy dips");
    expect(strategyText("{ not JSON")).toBe("{ not JSON");
  });

  it("is null where nothing is said", () => {
    for (const nothing of [null, undefined, "", {}, { description: "" }, { description: 7 }, []]) {
      expect(strategyText(nothing)).toBeNull();
    }
  });
});

describe("the conditions of a filter", () => {
  it("are read however the filter is kept", () => {
    const filter = { code: "return true", description: ["RSI below 30", "", 4, "Volume above average"] };
    const expected = ["RSI below 30", "Volume above average"];
    expect(conditionsOf(filter)).toEqual(expected);
    expect(conditionsOf(JSON.stringify(filter))).toEqual(expected);
    expect(conditionsOf({ description: "RSI below 30" })).toEqual(["RSI below 30"]);
  });

  it("are none where there are none in words", () => {
    for (const nothing of [null, "", {}, "return true", { description: null }]) {
      expect(conditionsOf(nothing)).toEqual([]);
    }
  });
});
