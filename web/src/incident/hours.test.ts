import { describe, expect, it } from "vitest";
import { busiestHour, hoursOfWeek, occurrencesWithin } from "./hours.ts";

const now = Date.parse("2026-11-28T20:45:00Z");
const hours = [
  { hour: "2026-11-21T21:00:00+00:00", occurrences: 2 },
  { hour: "2026-11-28T18:00:00+00:00", occurrences: 7 },
  { hour: "2026-11-28T20:00:00+00:00", occurrences: 4 },
];

describe("the hours of a week", () => {
  it("are all there, the current one last", () => {
    const week = hoursOfWeek(hours, now);
    expect(week.length).toBe(168);
    expect(week[0]).toEqual({ at: Date.parse("2026-11-21T21:00:00Z"), occurrences: 2 });
    expect(week.slice(-3).map(({ occurrences }) => occurrences)).toEqual([7, 0, 4]);
  });

  it("leave out what is older", () => {
    const week = hoursOfWeek([{ hour: "2026-11-21T20:00:00+00:00", occurrences: 9 }], now);
    expect(occurrencesWithin(week, 168)).toBe(0);
    expect(busiestHour(week)).toBeNull();
  });

  it("are summed over the last so many, and the busiest is known", () => {
    const week = hoursOfWeek(hours, now);
    expect(occurrencesWithin(week, 1)).toBe(4);
    expect(occurrencesWithin(week, 24)).toBe(11);
    expect(busiestHour(week)?.occurrences).toBe(7);
  });
});
