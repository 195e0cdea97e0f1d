import type { Hour } from "../api/incidents.ts";

const HOUR_MS = 3_600_000;
const WEEK = 7 * 24;

export interface HourCount {
  /** When the hour began, milliseconds since the epoch. */
  at: number;
  occurrences: number;
}

/** Every hour of the week up to the current one, also those without occurrences. */
export function hoursOfWeek(hours: readonly Hour[], now: number): HourCount[] {
  const counts = new Map(hours.map(({ hour, occurrences }) => [hourOf(Date.parse(hour)), occurrences]));
  const last = hourOf(now);
  return Array.from({ length: WEEK }, (_, index) => {
    const hour = last - (WEEK - 1 - index);
    return { at: hour * HOUR_MS, occurrences: counts.get(hour) ?? 0 };
  });
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}

/** Occurrences of the last so many hours, the current one included. */
export function occurrencesWithin(week: readonly HourCount[], hours: number): number {
  return week.slice(-hours).reduce((sum, { occurrences }) => sum + occurrences, 0);
}

/** The hour with the most occurrences; null when there were none. */
export function busiestHour(week: readonly HourCount[]): HourCount | null {
  const busiest = week.reduce<HourCount | null>(
    (most, hour) => hour.occurrences > (most?.occurrences ?? 0) ? hour : most,
    null,
  );
  return busiest;
}
