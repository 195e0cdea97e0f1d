import { expect, test } from "vitest";
import { letterLink, letterReason, letterWayOut } from "./letter-words.ts";

const letter = { detail: null, can_retry: true };

test.each(
  [
    ["fix", "llm_unavailable", "The language model's provider is not available."],
    ["deployment", "unreachable", "Not live because the executor could not be reached."],
    ["email", "email_refused", "The mail provider refused this mail for good."],
    ["email", "status_418", "Not sent: status_418."],
    ["email", null, "No reason was told."],
  ] as const,
)("a %s given up for %s says so", (kind, code, words) => {
  expect(letterReason({ ...letter, kind, code })).toBe(words);
});

test("what another try would not change has another way out", () => {
  expect(letterWayOut({ ...letter, kind: "fix", code: "validation_failed", can_retry: false })).toContain(
    "hint",
  );
  expect(letterWayOut({ ...letter, kind: "email", code: "bounced", can_retry: false })).toContain("address");
});

test("more is on the page of the incident, else of the trader, where there is one", () => {
  expect(letterLink({ trader_id: "t", incident_id: "i" })).toBe("/traders/t/errors/i");
  expect(letterLink({ trader_id: "t", incident_id: null })).toBe("/traders/t");
  expect(letterLink({ trader_id: null, incident_id: null })).toBeNull();
});
