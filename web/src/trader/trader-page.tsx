import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import * as z from "zod/mini";
import { NotFound } from "../app/not-found.tsx";
import { ReadError } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { TraderContent } from "./trader-content.tsx";
import { TraderSkeleton } from "./trader-skeleton.tsx";
import { useTrader } from "./use-trader.ts";

/** What is no id leads nowhere, without asking. */
const idSchema = z.guid();

/** One trader: how it is, what failed, its versions, what its repairs cost and what was done to it. */
export function TraderPage(): ReactNode {
  const { traderId = "" } = useParams();
  if (!idSchema.safeParse(traderId).success) return <NotFound />;
  return <KnownTrader key={traderId} id={traderId} />;
}

function KnownTrader({ id }: { id: string }): ReactNode {
  const { data: trader, error, refetch } = useTrader(id);
  const retry = (): void => void refetch();
  if (trader === undefined) {
    return (
      <Page title="Trader" above={<BackLink />}>
        {error === null ? <TraderSkeleton /> : <ReadError error={error} onRetry={retry} />}
      </Page>
    );
  }
  if (trader === null) return <NotFound />;
  return (
    <TraderContent trader={trader} back={<BackLink />}>
      {error !== null && <ReadError error={error} onRetry={retry} />}
    </TraderContent>
  );
}

function BackLink(): ReactNode {
  return (
    <Link
      to="/traders"
      className="inline-flex min-h-6 items-center gap-1 rounded-md text-muted hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-4 shrink-0" />
      All traders
    </Link>
  );
}
