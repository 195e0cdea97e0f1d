import { expect, test } from "vitest";
import { type AuditEntry, auditEntrySchema } from "../api/audit.ts";
import { auditWords } from "./audit-words.ts";

const entry = (actor: string, action: string, details: object = {}): AuditEntry =>
  auditEntrySchema.parse({
    id: 1,
    trader_id: "00000000-0000-4000-8000-000000000001",
    actor,
    action,
    incident_id: null,
    reason: null,
    details,
    created_at: "2026-11-28T12:00:00Z",
  });

test.each([
  [
    "you",
    "code_changed",
    { from_version: 1, to_version: 2 },
    "You changed the code outside this app (version 1 to 2)",
  ],
  [
    "unknown",
    "code_changed",
    { from_version: null, to_version: 2 },
    "The code was changed elsewhere (version 2)",
  ],
  ["you", "fix_accepted", { from_version: 3, to_version: 4 }, "You accepted a repair (version 3 to 4)"],
  [
    "owner",
    "fix_accepted",
    { from_version: 3, to_version: 4, is_edited: true },
    "The owner accepted a repair with an edit (version 3 to 4)",
  ],
  ["operator", "fix_rejected", {}, "An operator rejected a repair"],
  [
    "you",
    "rolled_back",
    { from_version: 5, to_version: 6, restores_version: 2 },
    "You returned from version 5 to version 2, as version 6",
  ],
  [
    "system",
    "returned",
    { from_version: 5, to_version: 6, restores_version: 2 },
    "The trader was returned by itself from version 5 to version 2, as version 6",
  ],
  ["you", "deployed_again", { from_version: 1, to_version: 2 }, "You had version 2 deployed again"],
  ["system", "went_live", { version: 4 }, "Version 4 went live"],
  ["system", "sent_again", { version: 4 }, "The executor still ran older code, so version 4 was sent again"],
  [
    "system",
    "not_deployed",
    { version: 4, code: "refused" },
    "Version 4 was not deployed because the executor refused the code",
  ],
  ["system", "verified", { version: 4 }, "Version 4 ran through its watch without a fault"],
  ["system", "failed_on_probation", { version: 4 }, "Version 4 failed while it was watched"],
  ["you", "incident_resolved", {}, "You resolved an incident"],
  ["system", "incident_resolved", { has_recovered: true }, "An incident ended by itself"],
  ["system", "incident_resolved", {}, "An incident was resolved by other code"],
  ["you", "incident_ignored", {}, "You ignored an incident until it grows"],
  ["you", "incident_reopened", {}, "You reopened an incident"],
  [
    "system",
    "incident_reopened",
    { escalation: "rate" },
    "An ignored incident is open again, because it now happens far more often",
  ],
])("%s, %s, %j", (actor, action, details, text) => {
  expect(auditWords(entry(actor, action, details)).text).toBe(text);
});

test("an incident that is ignored for a time says until when", () => {
  const { text } = auditWords(entry("you", "incident_ignored", { ignored_until: "2026-11-29T12:00:00Z" }));
  expect(text).toMatch(/^You ignored an incident until .*29/);
});

test("whether an accepted repair was proven is told", () => {
  expect(auditWords(entry("you", "fix_accepted", { is_validated: true })).detail).toBe("It was proven.");
  expect(auditWords(entry("you", "fix_accepted")).detail).toBe("It was not proven.");
});

test("an action that this app does not know yet is told by its name", () => {
  expect(auditWords(entry("operator", "retired_for_good")).text).toBe("An operator: retired for good");
  expect(auditWords(entry("system", "toString")).text).toBe("The system: toString");
});

test("an entry whose details cannot be read is told without them", () => {
  expect(auditWords(entry("system", "went_live", { version: "four" })).text).toBe("The code went live");
});
