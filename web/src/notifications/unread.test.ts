import { expect, test } from "vitest";
import { badgeText, bellLabel, gatheredTitle } from "./unread.ts";

test.each([[1, "1"], [99, "99"], [100, "99+"]])("%i unread are shown as %s", (unread, text) => {
  expect(badgeText(unread)).toBe(text);
});

test.each([
  [undefined, "Notifications"],
  [0, "Notifications, none unread"],
  [3, "Notifications, 3 unread"],
  [99, "Notifications, 99 unread"],
  [100, "Notifications, more than 99 unread"],
])("with %s unread the bell is called %j", (unread, label) => expect(bellLabel(unread)).toBe(label));

test("what came at once is counted, and it is said when more came than was read", () => {
  expect(gatheredTitle(12, false)).toBe("12 new notifications");
  expect(gatheredTitle(20, true)).toBe("20 or more new notifications");
});
