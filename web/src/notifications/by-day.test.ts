import { beforeAll, expect, test } from "vitest";
import type { Notification } from "../api/notifications.ts";
import { setTimeZone } from "../words/time.ts";
import { byDay } from "./by-day.ts";

const now = Date.parse("2026-11-28T12:00:00Z");
beforeAll(() => setTimeZone("UTC"));

function at(...times: string[]): Notification[] {
  return times.map((created_at) => ({
    id: created_at,
    kind: "fix_proposed",
    trader_id: null,
    incident_id: null,
    title: "t",
    body: "b",
    link: null,
    read_at: null,
    created_at,
  }));
}

const counts = (items: Notification[]): [string, number][] =>
  byDay(items, now).map(({ label, items }) => [label, items.length]);

test("today and yesterday are called so, other days by their date", () => {
  const [today, yesterday, before] = byDay(
    at("2026-11-28T11:00:00Z", "2026-11-28T00:00:00Z", "2026-11-27T23:59:59Z", "2026-11-26T12:00:00Z"),
    now,
  );
  expect([today?.label, today?.items.length]).toEqual(["Today", 2]);
  expect([yesterday?.label, yesterday?.items.length]).toEqual(["Yesterday", 1]);
  expect(before?.label).toMatch(/26.*2026|2026.*26/);
});

test("nothing has no days", () => expect(byDay([], now)).toEqual([]));

test("a day is one of the chosen time zone", () => {
  setTimeZone("Asia/Tokyo");
  expect(counts(at("2026-11-28T11:00:00Z", "2026-11-27T15:30:00Z", "2026-11-27T14:30:00Z"))).toEqual([
    ["Today", 2],
    ["Yesterday", 1],
  ]);
  setTimeZone("UTC");
});
