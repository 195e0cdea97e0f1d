import { expect, test } from "vitest";
import { pointsOf, rangeOf, seriesLines } from "./series-lines.ts";

test("numbers in a row are a line, before and after, and everything else is text", () => {
  const lines = seriesLines({
    symbol: "BTCUSDT",
    running: { rsi: [1, null, 3], note: "low" },
    candidate: { rsi: [1, 2, 3], zones: [{ from: 1 }], added: [4, 5] },
  });
  expect(lines.map(({ name, lines }) => [name, lines])).toEqual([
    ["rsi", { running: [1, null, 3], candidate: [1, 2, 3] }],
    ["zones", null],
    ["added", { running: [], candidate: [4, 5] }],
    ["note", null],
  ]);
  expect(lines.at(-1)).toMatchObject({ running: `"low"`, candidate: "Nothing" });
});

test("code that failed drew nothing, which is no line", () => {
  expect(seriesLines({ symbol: "A", running: null, candidate: null })).toEqual([]);
});

test("lines end at the right edge, and a gap parts them", () => {
  const range = rangeOf([[10, 20], [15, null, 10]]);
  expect(range).toEqual({ low: 10, high: 20, count: 3 });
  expect(pointsOf([15, null, 10], range, { width: 100, height: 10 })).toEqual([[[0, 5]], [[100, 10]]]);
  expect(pointsOf([10, 20], range, { width: 100, height: 10 })).toEqual([[[50, 10], [100, 0]]]);
});
