import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import * as z from "zod/mini";
import { NotFound } from "../app/not-found.tsx";
import { ReadError } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { IncidentContent } from "./incident-content.tsx";
import { IncidentSkeleton } from "./incident-skeleton.tsx";
import { useConditions } from "./use-conditions.ts";
import { useIncident } from "./use-incident.ts";

/** What is no id leads nowhere, without asking. */
const idSchema = z.guid();

/** One failure of a trader: what broke, what it costs, the repair and whether it is safe. */
export function IncidentPage(): ReactNode {
  const { traderId = "", errorId = "" } = useParams();
  if (!idSchema.safeParse(errorId).success) return <NotFound />;
  return <KnownIncident key={errorId} traderId={traderId} id={errorId} />;
}

function KnownIncident({ traderId, id }: { traderId: string; id: string }): ReactNode {
  const { data: page, error, refetch } = useIncident(id);
  // Asked for along with the page, so that nothing moves when it comes.
  useConditions(traderId);
  const retry = (): void => void refetch();
  if (page === undefined) {
    const back = <BackLink traderId={traderId} name="the trader" />;
    if (error === null) return <IncidentSkeleton back={back} />;
    return (
      <Page title="Error recovery" above={back}>
        <ReadError error={error} onRetry={retry} />
      </Page>
    );
  }
  if (page === null || page.incident.trader_id !== traderId) return <NotFound />;
  return (
    <IncidentContent page={page} back={<BackLink traderId={traderId} name={page.trader.name} />}>
      {error !== null && <ReadError error={error} onRetry={retry} />}
    </IncidentContent>
  );
}

function BackLink({ traderId, name }: { traderId: string; name: string }): ReactNode {
  return (
    <Link
      to={`/traders/${traderId}`}
      title={name}
      className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-md text-muted hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-4 shrink-0" />
      <span className="truncate">Back to {name}</span>
    </Link>
  );
}
