// What the repairs of a trader cost, in figures and words.
import type { TraderCosts } from "../api/trader-page.ts";
import type { Bar } from "../ui/bars.tsx";
import { count, countOf, usd } from "../words/numbers.ts";
import { shortDay } from "../words/time.ts";

export function costFigures(
  { attempts, accepted, cost_usd }: TraderCosts,
): { label: string; value: string }[] {
  return [
    { label: "Spent", value: usd(cost_usd) },
    { label: "Attempts", value: count(attempts) },
    { label: "Accepted repairs", value: count(accepted) },
    { label: "Per accepted repair", value: accepted === 0 ? "None yet" : usd(cost_usd / accepted) },
  ];
}

export function costBars({ days }: TraderCosts): Bar[] {
  return days.map(({ day, cost_usd, attempts }) => ({
    label: shortDay(day),
    value: cost_usd,
    title: `${shortDay(day)}: ${usd(cost_usd)}, ${countOf(attempts, "attempt")}`,
  }));
}

/** The bars in words, or what stands in their place where there are none. */
export function costsLabel({ days, cost_usd, attempts }: TraderCosts): string {
  if (cost_usd === 0) {
    return attempts === 0
      ? "Nothing had to be repaired."
      : "Repair rules and repairs proven before cost nothing; no language model was asked.";
  }
  const most = days.reduce((most, day) => (day.cost_usd > most.cost_usd ? day : most));
  return `Spend per day over ${countOf(days.length, "day")}: ${usd(cost_usd)} in all, most on ${
    shortDay(most.day)
  } with ${usd(most.cost_usd)}. Days are counted in UTC.`;
}
