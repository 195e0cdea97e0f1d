import { expect, test } from "vitest";
import { notificationPreferences } from "../api/preferences.ts";
import { withFirstZone } from "./first-zone.ts";

const { defaults } = notificationPreferences;

test("the first setting that is saved keeps the time zone that is shown", () => {
  expect(withFirstZone({ email: false }, defaults, "Asia/Tokyo")).toEqual({
    email: false,
    time_zone: "Asia/Tokyo",
  });
});

test("a chosen time zone stays, and can be chosen first", () => {
  const chosen = { ...defaults, time_zone: "Europe/Berlin" };
  expect(withFirstZone({ email: false }, chosen, "Asia/Tokyo")).toEqual({ email: false });
  expect(withFirstZone({ time_zone: "UTC" }, defaults, "Asia/Tokyo")).toEqual({ time_zone: "UTC" });
});
