import type { ReactNode } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Time } from "../ui/time.tsx";
import { fixReason, fixState, originWords } from "../words/fixes.ts";
import { usd } from "../words/numbers.ts";
import { AttemptRow } from "./attempt-row.tsx";
import { historyOf, type PastFix, totalCost } from "./history.ts";

/** All repairs of this incident, what was tried for each, and what that cost. */
export function HistoryCard({ page }: { page: IncidentPage }): ReactNode {
  const { fixes } = page;
  if (fixes.length === 0) return null;
  const cost = totalCost(fixes);
  return (
    <Card
      title="Repairs and cost"
      actions={<span className="text-sm text-muted">{cost === 0 ? "No cost" : `${usd(cost)} in all`}</span>}
    >
      <ol className="divide-y divide-line">
        {historyOf(page).map((past) => <PastRepair key={past.fix.id} past={past} />)}
      </ol>
    </Card>
  );
}

function PastRepair({ past: { fix, attempts } }: { past: PastFix }): ReactNode {
  const { tone, label } = fixState(fix.status);
  // The attempts say it more exactly.
  const why = attempts.length === 0 ? fixReason(fix) : null;
  return (
    <li className="space-y-2 py-3 text-sm wrap-anywhere first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{label}</Badge>
        {fix.origin !== null && <span>{originWords(fix.origin)}</span>}
        <span className="text-muted">
          <Time at={fix.created_at} />
        </span>
      </div>
      {why !== null && <p>{why}</p>}
      {fix.hint !== null && <Quote title="Asked to heed">{fix.hint}</Quote>}
      {fix.decided_at !== null && fix.decision_reason !== null && (
        <Quote title="Decided because">{fix.decision_reason}</Quote>
      )}
      {attempts.length > 0 && (
        <ol className="space-y-2 border-l-2 border-line pl-3">
          {attempts.map((attempt) => <AttemptRow key={attempt.attempt} attempt={attempt} />)}
        </ol>
      )}
    </li>
  );
}

function Quote({ title, children }: { title: string; children: string }): ReactNode {
  return (
    <p className="whitespace-pre-line">
      <span className="text-muted">{title}:</span> {children}
    </p>
  );
}
