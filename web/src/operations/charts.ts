// What the operators' charts show, as bars and in words.
import type { Figures, FixDay } from "../api/operations.ts";
import type { Bar } from "../ui/bars.tsx";
import type { Series, StackedBar } from "../ui/stacked-bars.tsx";
import { count, countOf, usd } from "../words/numbers.ts";
import { shortDay, shortTime } from "../words/time.ts";

export interface Chart<T> {
  bars: T[];
  /** The bars in words, or that there are none. */
  label: string;
  isEmpty: boolean;
}

export function errorsChart({ errors_by_hour }: Figures): Chart<Bar> {
  const bars = errors_by_hour.map(({ hour, occurrences }): Bar => {
    const label = shortTime(Date.parse(hour));
    return { label, value: occurrences, title: `${label}: ${countOf(occurrences, "error")}`, tone: "bad" };
  });
  return inWords(bars, count, "Errors per hour in the last day", "No errors in the last day.");
}

export function spendChart({ spend_by_day }: Figures): Chart<Bar> {
  const bars = spend_by_day.map(({ day, usd: value, calls }): Bar => {
    const label = shortDay(day);
    return { label, value, title: `${label}: ${usd(value)}, ${countOf(calls, "call")}` };
  });
  return inWords(bars, usd, "Spend per day in 30 days, of all users", "Nothing was spent in 30 days.");
}

/** In the order of the parts of a bar, from the bottom. */
export const fixSeries: [Series, Series, Series] = [
  { name: "Accepted", tone: "accent" },
  { name: "Not repaired", tone: "bad" },
  { name: "Open, rejected or replaced", tone: "muted" },
];

export function fixesChart({ fixes_by_day }: Figures): Chart<StackedBar> {
  const bars = fixes_by_day.map((day): StackedBar => {
    const label = shortDay(day.day);
    const values = partsOf(day);
    const [accepted, missed, other] = values;
    return {
      label,
      values,
      title: `${label}: ${countOf(day.made, "repair")}, ${count(accepted)} accepted, ${
        count(missed)
      } not repaired, ${count(other)} open, rejected or replaced`,
    };
  });
  const total = (part: 0 | 1 | 2): number => bars.reduce((sum, { values }) => sum + (values[part] ?? 0), 0);
  const made = fixes_by_day.reduce((sum, day) => sum + day.made, 0);
  return {
    bars,
    isEmpty: made === 0,
    label: made === 0
      ? "No repairs in 30 days."
      : `Repairs per day in 30 days, by the day they began: ${count(made)} in all, ${
        count(total(0))
      } accepted, ${count(total(1))} not repaired.`,
  };
}

function partsOf({ made, accepted, failed, unfixable }: FixDay): [number, number, number] {
  const missed = failed + unfixable;
  return [accepted, missed, Math.max(0, made - accepted - missed)];
}

function inWords(bars: Bar[], format: (value: number) => string, what: string, none: string): Chart<Bar> {
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  if (total === 0) return { bars, label: none, isEmpty: true };
  const most = bars.reduce((a, b) => (b.value > a.value ? b : a));
  const label = `${what}: ${format(total)} in all, most ${format(most.value)} on ${most.label}.`;
  return { bars, label, isEmpty: false };
}
