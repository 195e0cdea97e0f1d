import { expect, test } from "vitest";
import { marksOf, problemsOf, refusedAt } from "./problems.ts";
import { checkOf } from "./use-check.ts";

const RESULT = {
  ok: false,
  errors: [
    { class: "compile" as const, code: "undefined_name", message: "undefined: rsi", line: 4, column: 2 },
    { class: "compile" as const, code: "syntax", message: "unexpected end" },
  ],
  warnings: [
    {
      code: "unused_variable",
      message: "x declared and not used",
      line: 2,
      column: 1,
      explanation: "x is never used.",
    },
  ],
};

test("errors come before warnings, and what is about no line is listed but not marked", () => {
  const problems = problemsOf(RESULT, "filter");
  expect(problems.map(({ severity, line }) => [severity, line])).toEqual([
    ["error", null],
    ["error", 4],
    ["warning", 2],
  ]);
  expect(marksOf(problems, "filter")).toEqual([
    { line: 4, column: 2, message: "undefined: rsi", severity: "error" },
    { line: 2, column: 1, message: "x is never used.", severity: "warning" },
  ]);
  expect(marksOf(problems, "series")).toEqual([]);
});

test("where the server found what does not compile is read from its words", () => {
  const words = (place: string): string =>
    `Cannot accept this code: ${place}: undefined: rsi. The executor would refuse it; correct it and try again`;
  expect(refusedAt(words("code, line 3"))).toMatchObject({
    component: "filter",
    line: 3,
    message: "undefined: rsi",
  });
  expect(refusedAt(words("series_code"))).toMatchObject({ component: "series", line: null });
  expect(refusedAt("Something else")).toBeNull();
});

test("a check counts for the code it was made of, while what it found stays until the next", () => {
  expect(checkOf(null, "a")).toEqual({ state: "checking", result: null });
  expect(checkOf({ code: "a", result: RESULT }, "a").state).toBe("faulty");
  expect(checkOf({ code: "a", result: RESULT }, "b")).toEqual({ state: "checking", result: RESULT });
  expect(checkOf({ code: "a", result: { ...RESULT, ok: true } }, "a").state).toBe("clean");
  expect(checkOf({ code: "a", result: null }, "a").state).toBe("unavailable");
});
