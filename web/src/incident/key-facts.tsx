import type { ReactNode } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { Time, useNow } from "../ui/time.tsx";
import { causeWords } from "../words/incidents.ts";
import { count, countOf } from "../words/numbers.ts";
import { hoursOfWeek, occurrencesWithin } from "./hours.ts";
import { affectedWords } from "./impact.ts";

const DAY = 24;

/** Since when, how often, where, and whose fault. */
export function KeyFacts({ page }: { page: IncidentPage }): ReactNode {
  const { incident, hours } = page;
  const now = useNow();
  const lately = occurrencesWithin(hoursOfWeek(hours, now), DAY);
  const { value, names } = affectedWords(page);
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm md:grid-cols-4">
      <Fact term="Since" value={<Time at={incident.first_seen} />}>
        {incident.resolved_at === null
          ? (
            <>
              Last seen <Time at={incident.last_seen} />
            </>
          )
          : (
            <>
              Resolved <Time at={incident.resolved_at} />
            </>
          )}
      </Fact>
      <Fact term="How often" value={countOf(incident.occurrences, "time")}>
        {count(lately)} in the last 24 hours
      </Fact>
      <Fact term="Fails on" value={<span className="line-clamp-1 wrap-anywhere" title={value}>{value}</span>}>
        {names !== null && <span className="line-clamp-1 wrap-anywhere" title={names}>{names}</span>}
      </Fact>
      <Fact
        term="Cause"
        value={<span className="inline-block first-letter:uppercase">{causeWords(incident)}</span>}
      />
    </dl>
  );
}

function Fact(
  { term, value, children }: { term: string; value: ReactNode; children?: ReactNode },
): ReactNode {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="font-medium">
        <div>{value}</div>
        {children && <div className="text-xs font-normal text-muted">{children}</div>}
      </dd>
    </div>
  );
}
