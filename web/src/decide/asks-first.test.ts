import { expect, test } from "vitest";
import { testFix, testProof } from "../incident/test-page.ts";
import { asksFirst } from "./asks-first.ts";

test("what is proven is accepted at once where it was on the page for a while, or from its beginning", () => {
  expect(asksFirst(testFix(), null, 10_000)).toBe(false);
  expect(asksFirst(testFix(), 8_000, 10_000)).toBe(false);
  expect(asksFirst(testFix(), 8_001, 10_000)).toBe(true);
});

test("what is not proven in full is always asked about", () => {
  const changed = { ...testProof, healthy: { inputs: 20, equal: 19, changed: [] } };
  for (const fix of [testFix({ validated: false }), testFix({ validation: changed })]) {
    expect(asksFirst(fix, null, 10_000)).toBe(true);
  }
});
