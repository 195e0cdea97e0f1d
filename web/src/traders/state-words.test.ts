import { expect, test } from "vitest";
import { forHowLong, isFailingNow, languageNote } from "./state-words.ts";

const now = Date.parse("2026-11-28T12:00:00Z");

test("for how long a state lasts is told in the largest unit that fits", () => {
  expect(forHowLong("2026-11-28T09:00:00Z", now)).toBe("for 3 hours");
  expect(forHowLong("2026-11-26T11:00:00Z", now)).toBe("for 2 days");
});

test("a state that has just begun has no seconds to count", () => {
  expect(forHowLong("2026-11-28T11:59:30Z", now)).toBe("for less than a minute");
});

test("a state of the server's clock ahead of ours has just begun", () => {
  expect(forHowLong("2026-11-28T12:00:05Z", now)).toBe("for less than a minute");
});

test("where it is not known since when, nothing is said", () => {
  expect(forHowLong(null, now)).toBe("");
});

test("an error within the last hour is one of now", () => {
  expect(isFailingNow({ last_error_at: "2026-11-28T11:01:00Z" }, now)).toBe(true);
  expect(isFailingNow({ last_error_at: "2026-11-28T10:59:00Z" }, now)).toBe(false);
  expect(isFailingNow({ last_error_at: null }, now)).toBe(false);
});

test("what is not Go is not repaired, and says so", () => {
  expect(languageNote("go")).toBeNull();
  expect(languageNote("javascript")).toBe("JavaScript: recorded, not repaired");
  expect(languageNote("lua")).toBe("lua: recorded, not repaired");
});
