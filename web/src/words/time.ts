// Times as people read them, in the browser's language and in the time zone that the user has chosen.
import { differenceInSeconds, formatDistanceStrict } from "date-fns";

let timeZone: string | undefined;

/** Shows all times in this IANA time zone from now on; the browser's own until then. */
export function setTimeZone(name: string): void {
  timeZone = name;
}

/** Date and time to the second. `at` is an ISO time. */
export function fullTime(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", timeZone }).format(
    new Date(at),
  );
}

/** Date and time to the minute, for axes and tables; milliseconds since the epoch. */
export function shortTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(at);
}

/** The day of a date such as 2026-11-28, which has no time zone. */
export function shortDay(day: string): string {
  return new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", timeZone: "UTC" }).format(
    new Date(day),
  );
}

/** The day of a time, in full: "Saturday, 28 November 2026". Milliseconds since the epoch. */
export function longDay(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeZone }).format(at);
}

/** How long before or after `now` (milliseconds) an ISO time is: "3 minutes ago", "in 2 hours", "just now", "in a moment". */
export function ago(at: string, now: number): string {
  const date = new Date(at);
  const seconds = differenceInSeconds(date, now);
  if (Math.abs(seconds) < 20) return seconds > 0 ? "in a moment" : "just now";
  return formatDistanceStrict(date, now, { addSuffix: true });
}

/** How long something took or lasts, from milliseconds: "3 minutes". */
export function duration(ms: number): string {
  return formatDistanceStrict(0, ms);
}
