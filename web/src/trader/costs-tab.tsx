import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import { type TraderCosts, traderCosts, type TraderPage } from "../api/trader-page.ts";
import { useReadInterval } from "../live/live.tsx";
import { Bars } from "../ui/bars.tsx";
import { Card } from "../ui/card.tsx";
import { ReadError } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { usd } from "../words/numbers.ts";
import { costBars, costFigures, costsLabel } from "./costs-words.ts";
import { RecoveryCard } from "./recovery-card.tsx";

const DAYS = 30;

/** What may be done for the trader without asking, and what its repairs cost. */
export function CostsTab({ trader }: { trader: TraderPage }): ReactNode {
  return (
    <div className="space-y-4">
      <RecoveryCard trader={trader} />
      <Card title={`What its repairs cost in ${DAYS} days`}>
        <Costs traderId={trader.id} />
      </Card>
    </div>
  );
}

function useCosts(traderId: string): UseQueryResult<TraderCosts> {
  const client = useClient();
  return useQuery({
    queryKey: [...keys.trader(traderId), "costs"],
    queryFn: ({ signal }) => traderCosts(client, traderId, DAYS, { signal }),
    refetchInterval: useReadInterval(),
  });
}

function Costs({ traderId }: { traderId: string }): ReactNode {
  const { data, error, refetch } = useCosts(traderId);
  if (data === undefined) {
    if (error !== null) return <ReadError error={error} onRetry={() => void refetch()} />;
    return (
      <Loading what="costs">
        <Skeleton className="h-56" />
      </Loading>
    );
  }
  return (
    <div className="space-y-4">
      {error !== null && <ReadError error={error} onRetry={() => void refetch()} />}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:flex sm:flex-wrap">
        {costFigures(data).map(({ label, value }) => (
          <div key={label} className="flex flex-col">
            <dt className="text-sm text-muted">{label}</dt>
            <dd className="text-lg font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {data.cost_usd > 0
        ? <Bars bars={costBars(data)} label={costsLabel(data)} format={usd} />
        : <p className="text-sm text-muted">{costsLabel(data)}</p>}
    </div>
  );
}
