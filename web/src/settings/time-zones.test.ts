import { expect, test } from "vitest";
import { findTimeZone, hourName, isTimeZone, timeZones } from "./time-zones.ts";

const known = ["UTC", "Europe/Berlin", "America/New_York", "America/Kentucky/Monticello", "Asia/Tokyo"];

test("a time zone is found however its name is written", () => {
  expect(findTimeZone("Europe/Berlin", known)).toBe("Europe/Berlin");
  expect(findTimeZone(" europe/berlin ", known)).toBe("Europe/Berlin");
  expect(findTimeZone("America/New York", known)).toBe("America/New_York");
});

test("a town that there is once is enough", () => {
  expect(findTimeZone("tokyo", known)).toBe("Asia/Tokyo");
  expect(findTimeZone("berlin", [...known, "America/Berlin"])).toBeNull();
});

test("what is no time zone is none", () => {
  for (const typed of ["", " ", "Atlantis", "Europe", "/"]) expect(findTimeZone(typed, known)).toBeNull();
});

test("the list begins with UTC and holds only what times can be shown in", () => {
  const zones = timeZones();
  expect(zones[0]).toBe("UTC");
  expect(zones.length).toBeGreaterThan(300);
  expect(zones.every(isTimeZone)).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});

test("an hour is shown as a clock shows it", () => {
  expect([hourName(0), hourName(8), hourName(23)]).toEqual(["00:00", "08:00", "23:00"]);
});
