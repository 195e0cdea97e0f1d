import { expect, test } from "vitest";
import { signInPath } from "./arrival.ts";

test("the sign-in page is told where to go, and that a session has ended", () => {
  expect(signInPath("/traders/1?tab=a")).toBe("/sign-in?to=%2Ftraders%2F1%3Ftab%3Da");
  expect(signInPath("/", true)).toBe("/sign-in?to=%2F&expired");
});
