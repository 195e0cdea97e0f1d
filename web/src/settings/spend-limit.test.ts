import { expect, test } from "vitest";
import { ApiError } from "../api/api-error.ts";
import { limitProblem, limitText, readLimit } from "./spend-limit.ts";

test("an amount is read as people write it", () => {
  expect(readLimit("5")).toEqual({ value: 5 });
  expect(readLimit(" $ 2.50 ")).toEqual({ value: 2.5 });
  expect(readLimit("2,5")).toEqual({ value: 2.5 });
  expect(readLimit("0")).toEqual({ value: 0 });
});

test("what is fifteen hundred to some and one and a half to others is not guessed", () => {
  for (const typed of ["1,500", "1.500", "$1,000"]) {
    expect(readLimit(typed), typed).toEqual({ problem: expect.stringMatching(/without separators/) });
  }
});

test("nothing means the platform's default", () => {
  expect(readLimit("  ")).toEqual({ value: null });
});

test("what is no amount says what one looks like", () => {
  for (const typed of ["a lot", "1e9", "1.2.3", "$", "5 dollars"]) {
    expect(readLimit(typed), typed).toEqual({ problem: expect.stringMatching(/such as/) });
  }
  expect(readLimit("-1")).toEqual({ problem: expect.stringMatching(/less than/) });
});

test("a limit that the platform does not allow says what it allows", () => {
  const message =
    "Cannot set daily_cost_cap_usd to 5000.000000: it must be from 0 to 50, the most the platform allows, or null";
  expect(limitProblem(new ApiError("cap_out_of_range", message, 400))).toBe(
    "The most that the platform allows is $50.00 a day.",
  );
  expect(limitProblem(new ApiError("22003", "numeric field overflow", 400))).toMatch(/more than/);
});

test("other errors are not the limit's", () => {
  expect(limitProblem(new ApiError("unreachable", "The server cannot be reached", 0))).toBeNull();
  expect(limitProblem(new Error("x"))).toBeNull();
});

test("a limit is shown as it can be typed", () => {
  expect([limitText(2.5), limitText(0), limitText(null)]).toEqual(["2.5", "0", ""]);
});
