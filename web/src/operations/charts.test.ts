import { expect, test } from "vitest";
import { setTimeZone } from "../words/time.ts";
import { errorsChart, fixesChart, spendChart } from "./charts.ts";
import { overviewWith, quietDay } from "./test-overview.ts";

const { figures } = overviewWith({});
setTimeZone("UTC");

test("errors are bars by the hour, with their sum and the highest in words", () => {
  const errors_by_hour = [3, 12].map((occurrences, at) => ({
    hour: `2026-11-28T1${at}:00:00Z`,
    occurrences,
  }));
  const { bars, label } = errorsChart({ ...figures, errors_by_hour });
  expect(bars.map(({ value }) => value)).toEqual([3, 12]);
  expect(label).toMatch(/^Errors per hour in the last day: 15 in all, most 12 on .*11:00.*\.$/);
});

test("bars without anything in them are said to have none", () => {
  const spend_by_day = [{ day: "2026-11-28", usd: 0, calls: 0 }];
  expect(spendChart({ ...figures, spend_by_day })).toMatchObject({
    isEmpty: true,
    label: "Nothing was spent in 30 days.",
  });
  expect(fixesChart(figures)).toMatchObject({ isEmpty: true, label: "No repairs in 30 days." });
});

test("repairs are told apart into accepted, not repaired, and the rest", () => {
  const day = { ...quietDay, made: 10, proven: 7, accepted: 4, rejected: 1, failed: 2, unfixable: 1 };
  const { bars, label } = fixesChart({ ...figures, fixes_by_day: [day, quietDay] });
  expect(bars.map(({ values }) => values)).toEqual([[4, 3, 3], [0, 0, 0]]);
  expect(label).toBe(
    "Repairs per day in 30 days, by the day they began: 10 in all, 4 accepted, 3 not repaired.",
  );
});
