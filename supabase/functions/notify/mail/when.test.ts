import assert from "node:assert/strict";
import { formatWhen } from "./when.ts";

Deno.test("formatWhen says the time of the zone and the zone", () => {
  assert.equal(formatWhen("2026-11-24T13:05:00.123456+00:00", "Europe/Berlin"), "24 Nov 2026, 14:05 CET");
  assert.equal(formatWhen("2026-11-24T00:05:00Z", "UTC"), "24 Nov 2026, 00:05 UTC");
  assert.equal(formatWhen("2026-11-24T20:00:00Z", "Asia/Kolkata"), "25 Nov 2026, 01:30 GMT+5:30");
});

Deno.test("formatWhen tells the hour that comes twice apart when the clocks go back", () => {
  assert.equal(formatWhen("2026-10-25T00:30:00Z", "Europe/Berlin"), "25 Oct 2026, 02:30 CEST");
  assert.equal(formatWhen("2026-10-25T01:30:00Z", "Europe/Berlin"), "25 Oct 2026, 02:30 CET");
});

Deno.test("formatWhen falls back to UTC for a zone it does not know", () => {
  assert.equal(formatWhen("2026-11-24T13:05:00Z", "Nowhere/Land"), "24 Nov 2026, 13:05 UTC");
});
