// When a pg_cron schedule is due: five fields in UTC, or '10 seconds'.

/** Whether a job is due at `now`, having last started at `last`. Called about once a second. */
export type IsDue = (now: Date, last: Date) => boolean;

const NAMES = {
  month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

export function parseSchedule(schedule: string): IsDue {
  const seconds = /^\s*([1-5]?\d)\s+seconds?\s*$/.exec(schedule)?.[1];
  // Rounded down by half a second, because the caller's clock ticks a little late.
  if (seconds !== undefined) {
    return (now, last) => now.getTime() - last.getTime() >= Number(seconds) * 1000 - 500;
  }

  const [minute = "", hour = "", day = "", month = "", weekday = "", ...rest] = schedule.trim().toLowerCase()
    .split(/\s+/);
  if (weekday === "" || rest.length > 0) {
    throw new RangeError(`Cannot read the schedule '${schedule}': it needs five fields`);
  }
  const minutes = field(minute, 0, 59);
  const hours = field(hour, 0, 23);
  const days = field(day, 1, 31);
  const months = field(month, 1, 12, NAMES.month);
  // 7 is Sunday too.
  const weekdays = new Set([...field(weekday, 0, 7, NAMES.weekday)].map((value) => value % 7));

  return (now, last) => {
    if (Math.floor(now.getTime() / 60_000) === Math.floor(last.getTime() / 60_000)) return false;
    const dayMatches = days.has(now.getUTCDate());
    const weekdayMatches = weekdays.has(now.getUTCDay());
    // cron's own rule: when both are restricted, either will do.
    const onDay = day.startsWith("*") || weekday.startsWith("*")
      ? dayMatches && weekdayMatches
      : dayMatches || weekdayMatches;
    return onDay && minutes.has(now.getUTCMinutes()) && hours.has(now.getUTCHours()) &&
      months.has(now.getUTCMonth() + 1);
  };
}

function field(text: string, min: number, max: number, names: readonly string[] = []): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(\*|[\da-z$]+)(?:-([\da-z]+))?(?:\/(\d+))?$/.exec(part);
    if (!match) throw new RangeError(`Cannot read the schedule field '${text}'`);
    const [, from = "", to, step = "1"] = match;
    const first = from === "*" ? min : number(from, min, names);
    const last = to !== undefined
      ? number(to, min, names)
      : from === "*" || match[3] !== undefined
      ? max
      : first;
    if (!(first >= min && last <= max && first <= last && Number(step) > 0)) {
      throw new RangeError(`Cannot read the schedule field '${text}': values go from ${min} to ${max}`);
    }
    for (let value = first; value <= last; value += Number(step)) values.add(value);
  }
  return values;
}

// Months count from 1 and weekdays from 0, as the field's minimum does.
function number(text: string, min: number, names: readonly string[]): number {
  const index = names.indexOf(text);
  return index >= 0 ? index + min : Number(text);
}
