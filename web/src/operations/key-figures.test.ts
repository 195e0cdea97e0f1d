import { expect, test } from "vitest";
import type { Overview } from "../api/operations.ts";
import { type KeyFigure, keyFigures } from "./key-figures.ts";
import { overviewWith, quietDay, quietQueue } from "./test-overview.ts";

const quiet = overviewWith({});

function figure(label: string, overview: Overview): KeyFigure | undefined {
  return keyFigures(overview).find((one) => one.label === label);
}

test("a platform on which nothing happened has no rates, and no figure that looks like one", () => {
  expect(keyFigures(quiet).map(({ value }) => value)).toEqual([
    "0",
    "0",
    "Nothing",
    "3 seconds ago",
    "None yet",
    "None yet",
    "None yet",
    "$0",
  ]);
});

test("open incidents are told by whose fault they are, as far as there are any", () => {
  const open = (code: number, data: number, executor: number): string | undefined =>
    figure(
      "Open incidents",
      overviewWith({ figures: { ...quiet.figures, open_incidents: { code, data, executor } } }),
    )?.detail;
  expect(open(0, 0, 0)).toBe("No trader is failing");
  expect(open(12, 0, 3)).toBe("12 of code, 3 of the executor");
});

test("rates are shares of what came to an end, and of what was decided on", () => {
  const day = {
    ...quietDay,
    made: 100,
    proven: 8,
    accepted: 3,
    rejected: 1,
    failed: 1,
    unfixable: 1,
    held: 9,
  };
  const overview = overviewWith({ figures: { ...quiet.figures, fixes_by_day: [day, quietDay] } });
  expect(figure("Success rate, 30 days", overview)).toMatchObject({
    value: "80%",
    detail: "8 of 10 repairs proven to work",
  });
  expect(figure("Acceptance rate, 30 days", overview)).toMatchObject({
    value: "75%",
    detail: "3 of 4 repairs accepted",
  });
});

test("errors are those of this hour, beside the hour before and what is reported now", () => {
  const errors_by_hour = [5, 7, 1_200].map((occurrences, at) => ({
    hour: `2026-11-28T1${at}:00:00Z`,
    occurrences,
  }));
  const overview = overviewWith({ figures: { ...quiet.figures, errors_by_hour }, reported_per_minute: 10.5 });
  expect(figure("Errors this hour", overview)).toMatchObject({
    value: "1,200",
    detail: "7 the hour before; 10.5 reported a minute",
  });
});

test("what is overdue is named with its queue and what to make of it", () => {
  const queues = { ...quiet.queues, emails: { ...quietQueue, due: 2, oldest_s: 3_600 } };
  expect(figure("Longest overdue", overviewWith({ queues }))).toEqual({
    label: "Longest overdue",
    value: "1 hour",
    detail: "E-mails: 2 due",
    state: { tone: "bad", label: "Stuck" },
  });
  expect(figure("Longest overdue", quiet)?.state).toEqual({ tone: "good", label: "On time" });
});

test("a sweeper is on time, late, silent, failing, or was never there", () => {
  const state = (sweeper: Partial<NonNullable<Overview["sweeper"]>> | null): unknown =>
    figure(
      "Sweeper",
      overviewWith({
        sweeper: sweeper === null
          ? null
          : { age_s: 3, late_after_s: 30, silent_after_s: 120, failing: null, ...sweeper },
      }),
    )?.state?.label;
  expect([state({}), state({ age_s: 60 }), state({ age_s: 600 })]).toEqual(["On time", "Late", "Silent"]);
  expect([state({ failing: "give_up (23514)" }), state(null)]).toEqual(["Failing", "Silent"]);
});
