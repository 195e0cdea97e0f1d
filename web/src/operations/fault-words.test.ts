import { expect, test } from "vitest";
import type { Fault } from "../api/operations.ts";
import { decisionWords, faultEnd, faultExtent } from "./fault-words.ts";

const fault: Fault = {
  id: "00000000-0000-4000-8000-000000000001",
  error_type: "runtime",
  error_message: "integer divide by zero",
  status: "open",
  first_seen: "2026-11-28T12:00:00Z",
  last_seen: "2026-11-28T12:05:00Z",
  resolved_at: null,
  decision: null,
  decision_reason: null,
  ended_by: null,
  incidents: 12,
  traders: 12,
  owners: 2,
  held_fixes: 1,
};

test("what a decision is about is counted", () => {
  expect(faultExtent(fault)).toBe("12 traders of 2 owners");
  expect(faultExtent({ traders: 0, owners: 0 })).toBe("traders that are gone");
  expect(decisionWords(fault, "release").title).toBe("Let 1 repair go on?");
  expect(decisionWords({ ...fault, held_fixes: 12 }, "discard").title).toBe("End 12 repairs?");
});

test.each(
  [
    [null, null, null],
    ["itself", null, "It was not seen any more, so its repairs went on by themselves"],
    ["you", "release", "You ended it and let its repairs go on"],
    ["operator", "discard", "An operator ended it and its repairs"],
  ] as const,
)("a fault that %s ended with %s says so", (ended_by, decision, words) => {
  expect(faultEnd({ ended_by, decision })).toBe(words);
});
