import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { type Incident, incidentSchema } from "../api/incidents.ts";
import { pageSchema } from "../api/page.ts";
import type { TraderPage } from "../api/trader-page.ts";
import { Choice } from "../ui/choice.tsx";
import { Empty, ReadError } from "../ui/notice.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { incidentState } from "../words/incidents.ts";
import { IncidentRow } from "./incident-row.tsx";
import { ListSkeleton } from "./trader-skeleton.tsx";
import { useTraderPages } from "./use-trader.ts";

const PAGE_SIZE = 20;
const schema = pageSchema(incidentSchema);
const statuses = ["open", "ignored", "resolved"] as const;

/** What failed, the latest first: all of it or what is open, ignored or resolved, as the address says. */
export function IncidentsTab({ trader }: { trader: TraderPage }): ReactNode {
  const [params, setParams] = useSearchParams();
  const status = statuses.find((one) => one === params.get("status")) ?? null;
  const choose = (value: string): void =>
    setParams((now) => {
      const changed = new URLSearchParams(now);
      if (value === "all") changed.delete("status");
      else changed.set("status", value);
      return changed;
    }, { replace: true, preventScrollReset: true });
  return (
    <div className="space-y-4">
      <Choice
        label="Which incidents"
        value={status ?? "all"}
        onChange={choose}
        options={[
          { value: "all", label: "All" },
          ...statuses.map((one) => ({ value: one, label: incidentState(one).label })),
        ]}
      />
      <Incidents key={status} trader={trader} status={status} />
    </div>
  );
}

function Incidents({ trader, status }: { trader: TraderPage; status: Incident["status"] | null }): ReactNode {
  const incidents = useTraderPages(trader.id, {
    name: "list_incidents",
    args: { status },
    schema,
    pageSize: PAGE_SIZE,
    seed: status === null ? trader.incidents : undefined,
  });
  const { data, error, isPlaceholderData, hasNextPage, isFetching } = incidents;
  const failed = error !== null && <ReadError error={error} onRetry={() => void incidents.refetch()} />;
  if (data === undefined) return failed || <ListSkeleton what="incidents" />;
  if (data.length === 0) {
    return (
      <Empty icon={CircleCheck} title={emptyTitle(status)}>
        {status === null && "When its code fails, or has no market data to work with, it is told here."}
      </Empty>
    );
  }
  return (
    <div className="space-y-3">
      {failed}
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface" aria-label="Incidents">
        {data.map((incident) => <IncidentRow key={incident.id} incident={incident} />)}
      </ul>
      {hasNextPage && !isPlaceholderData && (
        <ShowMore
          isBusy={isFetching}
          onMore={() => void incidents.fetchNextPage()}
        />
      )}
    </div>
  );
}

function emptyTitle(status: Incident["status"] | null): string {
  return status === null
    ? "This trader has never failed"
    : `No incident is ${incidentState(status).label.toLowerCase()}`;
}
