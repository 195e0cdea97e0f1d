import { expect, test } from "vitest";
import type { Chart } from "../../../supabase/functions/preview-fix/answer.ts";
import { drawnCandles, drawnMarks, markKinds, MARKS, precisionOf, spansOf } from "./marks.ts";

const MINUTE = 60_000;
const candles = [0, 1, 2, 3, 4].map((index): Chart["candles"][number] => [index * MINUTE, 1, 2, 0, 1, 9]);

test("every mark has a shape of its own, as colour alone says nothing", () => {
  expect(new Set(markKinds.map((kind) => MARKS[kind].shape)).size).toBe(markKinds.length);
});

test("candles are drawn in seconds, in order and each once", () => {
  const drawn = drawnCandles({ candles: [...candles, ...candles].toReversed() });
  expect(drawn.map(({ time }) => time)).toEqual([0, 60, 120, 180, 240]);
});

test("marks are drawn in order, and those without a candle not at all", () => {
  const markers: Chart["markers"] = [
    { time: 3 * MINUTE, kind: "candidate_matched" },
    { time: 1 * MINUTE, kind: "running_failed" },
    { time: 99 * MINUTE, kind: "running_failed" },
  ];
  expect(drawnMarks({ candles, markers })).toEqual([
    { time: 60, kind: "running_failed" },
    { time: 180, kind: "candidate_matched" },
  ]);
});

test("marks of one kind at candles in a row are one line of the table, the latest first", () => {
  const at = (index: number, kind: Chart["markers"][number]["kind"]): Chart["markers"][number] => ({
    time: index * MINUTE,
    kind,
  });
  const markers = [
    at(0, "running_failed"),
    at(1, "running_failed"),
    at(1, "candidate_matched"),
    at(2, "running_failed"),
    at(4, "running_failed"),
  ];
  expect(spansOf({ candles, markers })).toEqual([
    { kind: "running_failed", from: 4 * MINUTE, to: 4 * MINUTE, candles: 1 },
    { kind: "running_failed", from: 0, to: 2 * MINUTE, candles: 3 },
    { kind: "candidate_matched", from: MINUTE, to: MINUTE, candles: 1 },
  ]);
});

test("a price shows enough digits, whatever its size", () => {
  const of = (close: number): number => precisionOf([{ time: 0, open: 1, high: 1, low: 1, close }]);
  expect([of(64_000), of(3.2), of(0.052), of(0)]).toEqual([2, 4, 6, 2]);
});
