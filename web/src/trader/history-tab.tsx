import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { type AuditEntry, auditPageSchema } from "../api/audit.ts";
import type { TraderPage } from "../api/trader-page.ts";
import type { Tone } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Empty, ReadError } from "../ui/notice.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Time } from "../ui/time.tsx";
import { auditWords } from "./audit-words.ts";
import { ListSkeleton } from "./trader-skeleton.tsx";
import { useTraderPages } from "./use-trader.ts";

const PAGE_SIZE = 30;

/** What was done to the trader, by whom and why, the latest first. */
export function HistoryTab({ trader }: { trader: TraderPage }): ReactNode {
  const history = useTraderPages(trader.id, {
    name: "list_audit",
    schema: auditPageSchema,
    pageSize: PAGE_SIZE,
  });
  const { data, error, hasNextPage, isFetching } = history;
  const failed = error !== null && <ReadError error={error} onRetry={() => void history.refetch()} />;
  if (data === undefined) return failed || <ListSkeleton what="the history" />;
  if (data.length === 0) {
    return (
      <Empty title="Nothing was done to this trader yet">
        Repairs, deployments and decisions are kept here.
      </Empty>
    );
  }
  return (
    <div className="space-y-3">
      {failed}
      <Card title="What was done, the latest first">
        <ol>{data.map((entry) => <Entry key={entry.id} entry={entry} />)}</ol>
      </Card>
      {hasNextPage && <ShowMore isBusy={isFetching} onMore={() => void history.fetchNextPage()} />}
    </div>
  );
}

const DOTS: Record<Tone, string> = {
  neutral: "bg-edge",
  accent: "bg-accent",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
};

function Entry({ entry }: { entry: AuditEntry }): ReactNode {
  const { tone, text, detail } = auditWords(entry);
  const { reason, incident_id, trader_id, created_at } = entry;
  return (
    <li className="relative ml-1.5 border-l border-line pb-5 pl-5 text-sm wrap-anywhere last:border-transparent last:pb-0">
      <span
        aria-hidden
        className={clsx("absolute top-1.5 -left-[5px] size-2.5 rounded-full ring-4 ring-surface", DOTS[tone])}
      />
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{text}</span>
        <span className="text-xs text-muted">
          <Time at={created_at} />, <Time at={created_at} isExact />
        </span>
      </p>
      {detail !== null && <p className="text-muted">{detail}</p>}
      {reason !== null && (
        <blockquote className="mt-1 border-l-2 border-line pl-3 whitespace-pre-line text-muted">
          {reason}
        </blockquote>
      )}
      {incident_id !== null && (
        <Link
          to={`/traders/${trader_id}/errors/${incident_id}`}
          className="rounded-sm text-accent underline underline-offset-2"
        >
          Look at the incident
        </Link>
      )}
    </li>
  );
}
