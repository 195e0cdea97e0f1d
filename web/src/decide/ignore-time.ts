/** For how long an incident is ignored. `growth`: until it spreads to other symbols or happens far more often. */
export type IgnoreTime = "growth" | "hour" | "day" | "week";

const HOUR_MS = 3_600_000;
const LENGTHS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS };

/** Until when, as an ISO time; nothing where no time ends it. */
export function ignoredUntil(time: IgnoreTime, now: number): string | undefined {
  return time === "growth" ? undefined : new Date(now + LENGTHS[time]).toISOString();
}
