import { type ReactNode, useMemo } from "react";
import type { Hour } from "../api/incidents.ts";
import { Bars } from "../ui/bars.tsx";
import { useNow } from "../ui/time.tsx";
import { count, countOf } from "../words/numbers.ts";
import { shortTime } from "../words/time.ts";
import { busiestHour, type HourCount, hoursOfWeek, occurrencesWithin } from "./hours.ts";

const HOUR_MS = 3_600_000;

/** How often it happened, hour by hour over a week. */
export function Occurrences({ hours }: { hours: Hour[] }): ReactNode {
  const hour = Math.floor(useNow() / HOUR_MS);
  const week = useMemo(() => hoursOfWeek(hours, hour * HOUR_MS), [hours, hour]);
  return (
    <div>
      <h3 className="mb-1 font-semibold">Occurrences over the last seven days</h3>
      <Bars
        bars={week.map(({ at, occurrences }) => ({
          label: shortTime(at),
          value: occurrences,
          title: `${shortTime(at)}: ${count(occurrences)}`,
          tone: "bad" as const,
        }))}
        label={inWords(week)}
        format={count}
      />
    </div>
  );
}

function inWords(week: HourCount[]): string {
  const busiest = busiestHour(week);
  if (busiest === null) return "No occurrences in the last seven days";
  return `${
    countOf(occurrencesWithin(week, week.length), "occurrence")
  } in the last seven days, most of them in the hour from ${shortTime(busiest.at)}: ${
    count(busiest.occurrences)
  }`;
}
