import type { ReactNode } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { leftToday, useSpendToday } from "../api/spend-today.ts";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { totalCost } from "../incident/history.ts";
import { usd } from "../words/numbers.ts";

/** How many attempts are used, what they cost and what another one may cost. */
export function AskedSoFar(
  { page: { fixes, max_attempts, attempts_left } }: { page: IncidentPage },
): ReactNode {
  const spent = totalCost(fixes);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      <dt className="text-muted">Attempts</dt>
      <dd>{max_attempts - attempts_left} of {max_attempts} used</dd>
      <dt className="text-muted">Cost so far</dt>
      <dd>{spent === 0 ? "None" : usd(spent)}</dd>
      <dt className="text-muted">Cost of another</dt>
      <dd>
        <CostOfAnother />
      </dd>
    </dl>
  );
}

function CostOfAnother(): ReactNode {
  const { data, isPending } = useSpendToday();
  if (isPending) {
    return (
      <Loading what="what is left to spend">
        <Skeleton className="h-5 w-56" />
      </Loading>
    );
  }
  const base = "Nothing if a repair rule knows the fault, else what the language model costs";
  // It is worth knowing, and no reason to hold anything up.
  if (data === undefined) return `${base}, within your limit of the day.`;
  const { cap, left } = leftToday(data);
  return `${base}: at most the ${usd(left)} that are left of today's ${usd(cap)}.`;
}
