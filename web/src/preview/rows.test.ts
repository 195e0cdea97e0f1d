import { expect, test } from "vitest";
import { askedOf, readSymbols } from "./asked.ts";
import { byInterest, filterRows } from "./rows.ts";
import { testRow } from "./test-rows.ts";

test("what is broken comes first and what is the same last, captured markets before others", () => {
  const rows = [
    testRow("equal"),
    testRow("fixed", { from: "sample" }),
    testRow("fixed", { from: "captured" }),
    testRow("not_run"),
    testRow("changed"),
    testRow("failing"),
    testRow("broken"),
  ];
  expect(byInterest(rows).map(({ change, from }) => [change, from])).toEqual([
    ["broken", "executor"],
    ["failing", "executor"],
    ["changed", "executor"],
    ["fixed", "captured"],
    ["fixed", "sample"],
    ["not_run", "executor"],
    ["equal", "executor"],
  ]);
});

test("failing markets are those that fail with this code, whatever they did before", () => {
  const rows = [testRow("broken"), testRow("failing"), testRow("fixed"), testRow("changed")];
  expect(filterRows(rows, "failing")).toHaveLength(2);
  expect(filterRows(rows, "fixed")).toHaveLength(1);
  expect(filterRows(rows, "changed")).toHaveLength(1);
  expect(filterRows(rows, "all")).toHaveLength(4);
});

test("symbols are read as people write them, each once", () => {
  expect(readSymbols(" btcusdt, ETHUSDT ethusdt;;")).toEqual({
    symbols: ["BTCUSDT", "ETHUSDT"],
    error: null,
  });
  expect(readSymbols("  ")).toEqual({ symbols: [], error: null });
});

test("what is no symbol, and more than a test looks at, is said", () => {
  expect(readSymbols("BTC/USDT").error).toMatch(/^BTC\/USDT is no symbol/);
  const many = Array.from({ length: 41 }, (_, index) => `S${index}`).join(",");
  expect(readSymbols(many).error).toMatch(/41 symbols/);
});

test("only what was chosen is asked for, timeframes from the finest on", () => {
  expect(askedOf([], new Set())).toEqual({});
  expect(askedOf(["A"], new Set(["1h", "1m"]))).toEqual({ symbols: ["A"], timeframes: ["1m", "1h"] });
});
