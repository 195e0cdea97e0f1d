import { expect, test } from "vitest";
import { hoursWords } from "./hours-words.ts";

test("hours without errors are told as such", () => {
  expect(hoursWords(Array(24).fill(0)).full).toBe("No errors in the last 24 hours");
  expect(hoursWords([]).short).toBe("No errors in 24 hours");
});

test("errors are summed up, with the busiest hour and the current one", () => {
  expect(hoursWords([0, 1200, 3])).toEqual({
    short: "1,203 errors in 24 hours",
    full: "1,203 errors in the last 24 hours: at most 1,200 in an hour, 3 in the current one",
  });
});

test("a single error of earlier is one error", () => {
  expect(hoursWords([1, 0]).full).toBe(
    "1 error in the last 24 hours: at most 1 in an hour, none in the current one",
  );
});
