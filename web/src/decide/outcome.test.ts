import { expect, test } from "vitest";
import { testDeployment } from "../incident/test-page.ts";
import { ignoredUntil } from "./ignore-for.tsx";
import { outcomeOf } from "./outcome.ts";
import { leftToday } from "../api/spend-today.ts";
import { worse } from "./use-edit-check.ts";

const NOW = Date.parse("2026-11-28T20:00:00Z");

test("what is live is done, what waits is saved and not live yet, what was refused has failed", () => {
  const of = (...changes: Parameters<typeof testDeployment>): [string, string] => {
    const { kind, title } = outcomeOf("Accepted", testDeployment(...changes), NOW);
    return [kind, title];
  };
  expect(of()).toEqual(["done", "Accepted: live, watched"]);
  expect(of({ status: "pending", next: "retry", reason: "unreachable" })).toEqual([
    "waits",
    "Accepted: saved, not live yet",
  ]);
  expect(of({ status: "failed", reason: "refused" })).toEqual(["failed", "Accepted: not deployed"]);
});

test("the time that an outcome leads up to ends its sentence", () => {
  const deployment = testDeployment({ watch_until: "2026-11-28T20:15:00Z" });
  expect(outcomeOf("Accepted", deployment, NOW).detail).toMatch(/ in 15 minutes\.$/);
  const waits = testDeployment({ status: "pending", next: "retry", next_attempt_at: "2026-11-28T20:00:10Z" });
  expect(outcomeOf("Accepted", waits, NOW).detail).toMatch(/ in a moment\.$/);
});

test("ignoring until it grows has no end, and the others end after their time", () => {
  expect(ignoredUntil("growth", NOW)).toBeUndefined();
  expect(ignoredUntil("hour", NOW)).toBe("2026-11-28T21:00:00.000Z");
  expect(ignoredUntil("week", NOW)).toBe("2026-12-05T20:00:00.000Z");
});

test("what is set aside counts as spent, and less than nothing is not left", () => {
  const days = [{ spent_usd: 4, reserved_usd: 0 }, { spent_usd: 1, reserved_usd: 0.5 }];
  expect(leftToday({ cap_usd: 10, days })).toEqual({ spent: 1.5, cap: 10, left: 8.5 });
  expect(leftToday({ cap_usd: 1, days }).left).toBe(0);
  expect(leftToday({ cap_usd: 1, days: [] }).left).toBe(1);
});

test("of two checks the one counts that keeps an edit back", () => {
  expect(worse("clean", "faulty")).toBe("faulty");
  expect(worse("checking", "clean")).toBe("checking");
  expect(worse("clean", "clean")).toBe("clean");
});
