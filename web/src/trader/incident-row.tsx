import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Incident } from "../api/incidents.ts";
import { Badge } from "../ui/badge.tsx";
import { Time } from "../ui/time.tsx";
import { causeWords, incidentState } from "../words/incidents.ts";
import { countOf } from "../words/numbers.ts";

/** One failure of the trader, which leads to its page. */
export function IncidentRow({ incident }: { incident: Incident }): ReactNode {
  const { id, trader_id, summary, status, occurrences, symbols, first_seen, last_seen } = incident;
  const { tone, label } = incidentState(status);
  return (
    <li className="relative flex items-center gap-3 p-4 hover:bg-raised">
      <div className="min-w-0 flex-1 space-y-1.5">
        <div className="flex items-start justify-between gap-3">
          <h2 className="min-w-0 text-sm font-semibold">
            <Link
              to={`/traders/${trader_id}/errors/${id}`}
              title={summary}
              // All of the row is pressed as the link.
              className="line-clamp-2 rounded-md wrap-anywhere after:absolute after:inset-0"
            >
              {summary}
            </Link>
          </h2>
          <Badge tone={tone}>{label}</Badge>
        </div>
        <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
          <span>Cause: {causeWords(incident)}</span>
          <span>{countOf(occurrences, "occurrence")}</span>
          {symbols.length > 0 && <span>on {countOf(symbols.length, "symbol")}</span>}
          <span>
            first <Time at={first_seen} />
          </span>
          <span>
            last <Time at={last_seen} />
          </span>
        </p>
      </div>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </li>
  );
}
