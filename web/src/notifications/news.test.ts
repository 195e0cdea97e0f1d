import { expect, test } from "vitest";
import type { Notification, NotificationsPage } from "../api/notifications.ts";
import { isShownAt, newsIn, seenIn } from "./news.ts";

function notification(minute: number, more: Partial<Notification> = {}): Notification {
  return {
    id: `id-${minute}`,
    kind: "incident_detected",
    trader_id: "trader",
    incident_id: "incident",
    title: "t",
    body: "b",
    link: "/traders/trader/errors/incident",
    read_at: null,
    created_at: new Date(minute * 60_000).toISOString(),
    ...more,
  };
}

function page(minutes: number[], isLast = true): NotificationsPage {
  const items = minutes.map((minute) => notification(minute));
  return { items, next: isLast ? null : {}, unread: items.length };
}

const ids = (items: Notification[]): string[] => items.map(({ id }) => id);

test("nothing is news in the first read", () => {
  expect(newsIn(page([2, 1]), null)).toEqual([]);
});

test("what was not there before is news, oldest first", () => {
  expect(ids(newsIn(page([5, 4, 3, 2]), seenIn(page([3, 2]))))).toEqual(["id-4", "id-5"]);
});

test("the same page again holds no news", () => {
  expect(newsIn(page([3, 2]), seenIn(page([3, 2])))).toEqual([]);
});

test("the first one of all is news where there was none before", () => {
  expect(ids(newsIn(page([1]), seenIn(page([]))))).toEqual(["id-1"]);
});

test("what was read before it was heard of is no news", () => {
  const read = { items: [notification(2, { read_at: "2026-11-28T10:00:00Z" })], next: null, unread: 0 };
  expect(newsIn(read, seenIn(page([])))).toEqual([]);
});

test("an old one that moves up because others are gone is no news", () => {
  expect(newsIn(page([3, 1]), seenIn(page([3, 2], false)))).toEqual([]);
});

test("one made before another and stored after it is news", () => {
  expect(ids(newsIn(page([4, 3, 2]), seenIn(page([4, 2]))))).toEqual(["id-3"]);
});

test("the page of an incident or a trader shows what is told of it", () => {
  expect(isShownAt("/traders/trader/errors/incident", notification(1))).toBe(true);
  expect(isShownAt("/traders/trader", notification(1))).toBe(false);
  expect(isShownAt("/traders/trader", notification(1, { link: "/traders/trader" }))).toBe(true);
});

test("pages about many traders show nothing of what is told", () => {
  expect(isShownAt("/settings", notification(1, { trader_id: null, link: "/settings" }))).toBe(false);
});
