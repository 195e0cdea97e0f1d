import { expect, test } from "vitest";
import { notificationsPageSchema } from "./notifications.ts";

function linkFrom(link: string): string | null | undefined {
  const item = {
    id: "00000000-0000-4000-8000-000000000001",
    kind: "fix_proposed",
    trader_id: null,
    incident_id: null,
    title: "t",
    body: "b",
    link,
    read_at: null,
    created_at: "2026-11-28T10:00:00.5+00:00",
  };
  return notificationsPageSchema.parse({ items: [item], next: null, unread: 1 }).items[0]?.link;
}

test("a link is a path of the app", () => {
  expect(linkFrom("/traders/1/errors/2")).toBe("/traders/1/errors/2");
  expect(linkFrom("/")).toBe("/");
});

test.each([
  "//elsewhere.example",
  "/\\elsewhere.example",
  "/\t/elsewhere.example",
  "https://elsewhere.example",
  "javascript:0",
  "",
])(
  "%j is no link",
  (link) => expect(linkFrom(link)).toBeNull(),
);
