import { expect, test } from "vitest";
import { safePath } from "./return-path.ts";

test("a page of the app is kept with what it shows", () => {
  for (const path of ["/traders", "/traders/1/errors/2?tab=history", "/settings#zone", "/"]) {
    expect(safePath(path)).toBe(path);
  }
});

test("what leads anywhere else leads to the first page", () => {
  const others = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "javascript:alert(1)",
    "traders",
    "",
    null,
  ];
  for (const path of others) expect(safePath(path), String(path)).toBe("/traders");
});

test("the sign-in page does not lead back to itself", () => {
  expect(safePath("/sign-in?to=/settings")).toBe("/traders");
});
