import { expect, test } from "vitest";
import { summaryOf } from "./summary.ts";

const none = { running: 0, degraded: 0, stopped: 0, disabled: 0, waiting: 0 };

test("without traders there is nothing to sum up", () => {
  expect(summaryOf(none)).toBe("");
});

test("traders that all run are told in one sentence", () => {
  expect(summaryOf({ ...none, running: 8 })).toBe("None of 8 traders is failing.");
});

test("what fails, what waits and what is switched off is told, in that order", () => {
  expect(summaryOf({ running: 5, degraded: 1, stopped: 1, disabled: 1, waiting: 1 })).toBe(
    "Of 8 traders 1 is failing and 1 is stopped. 1 has a repair ready for you. 1 is switched off.",
  );
  expect(summaryOf({ running: 1_000, degraded: 1, stopped: 0, disabled: 3, waiting: 2 })).toBe(
    "Of 1,004 traders 1 is failing. 2 have a repair ready for you. 3 are switched off.",
  );
});

test("a single trader is not counted", () => {
  expect(summaryOf({ ...none, stopped: 1, waiting: 1 })).toBe(
    "The one trader is failing. A repair is ready for you.",
  );
  expect(summaryOf({ ...none, disabled: 1 })).toBe("The one trader is switched off.");
});
