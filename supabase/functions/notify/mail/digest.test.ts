import assert from "node:assert/strict";
import { digestOf, threadsOf, tradersOf } from "./digest.ts";
import type { MailContent, MailEntry } from "./mail-content.ts";

function entry(
  id: string,
  kind: string,
  minute: number,
  trader: string | null,
  incident: string | null,
): MailEntry {
  return {
    id,
    kind,
    title: id,
    body: "",
    link: "/",
    trader_id: trader,
    trader_name: trader,
    incident_id: incident,
    created_at: new Date(Date.UTC(2026, 10, 24, 12, minute)).toISOString(),
  };
}

function mail(entries: MailEntry[], total = entries.length): MailContent {
  return { frequency: "daily", time_zone: "UTC", total, entries };
}

const ENTRIES = [
  entry("a failed", "incident_detected", 1, "A", "a1"),
  entry("b failed", "incident_detected", 2, "B", "b1"),
  entry("a ready", "fix_proposed", 3, "A", "a1"),
  entry("b failed elsewhere", "incident_detected", 4, "B", "b2"),
  entry("b held", "fix_held", 5, "B", "b1"),
  entry("spent", "spend_cap_reached", 6, null, null),
];

Deno.test("threadsOf tells each incident by its latest change, the most urgent first, then the newest", () => {
  assert.deepEqual(
    threadsOf(ENTRIES).map(({ latest, earlier }) => [latest.id, earlier.map(({ id }) => id)]),
    [["b failed elsewhere", []], ["a ready", ["a failed"]], ["spent", []], ["b held", ["b failed"]]],
  );
});

Deno.test("digestOf groups by trader, each trader's incidents oldest first, and hides nothing that fits", () => {
  const { groups, hidden } = digestOf(mail(ENTRIES), 30);
  assert.deepEqual(
    groups.map((threads) => threads.map(({ latest }) => latest.id)),
    [["b held", "b failed elsewhere"], ["a ready"], ["spent"]],
  );
  assert.equal(hidden, 0);
});

Deno.test("digestOf counts what it does not show", () => {
  const { groups, hidden } = digestOf(mail(ENTRIES, 100), 2);
  assert.deepEqual(groups.flat().map(({ latest }) => latest.id), ["b failed elsewhere", "a ready"]);
  assert.equal(hidden, 97);
});

Deno.test("digestOf names the three latest of an incident's earlier changes", () => {
  const many = Array.from({ length: 10 }, (_, i) => entry(`change ${i}`, "fix_held", i, "A", "a1"));
  const { groups, hidden } = digestOf(mail(many), 30);
  assert.deepEqual(groups[0]?.[0]?.earlier.map(({ id }) => id), ["change 6", "change 7", "change 8"]);
  assert.equal(hidden, 6);
});

Deno.test("tradersOf knows the number only when all changes are known and each is on a trader", () => {
  const onTraders = ENTRIES.slice(0, 5);
  assert.equal(tradersOf(mail(onTraders)), 2);
  assert.equal(tradersOf(mail(onTraders, 6)), undefined);
  assert.equal(tradersOf(mail(ENTRIES)), undefined);
});
