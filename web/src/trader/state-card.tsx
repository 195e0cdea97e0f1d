import type { ReactNode } from "react";
import type { TraderPage } from "../api/trader-page.ts";
import { languageNote } from "../traders/state-words.ts";
import { ErrorBadge, StateLine } from "../traders/trader-state.tsx";
import { hoursWords } from "../traders/hours-words.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { Sparkline } from "../ui/sparkline.tsx";
import { Time } from "../ui/time.tsx";
import { DeploymentLine } from "./deployment-line.tsx";
import { stateDetail } from "./state-detail.ts";

/** How the trader is now: whether it works, its latest error, and where its latest deployment stands. */
export function StateCard({ trader }: { trader: TraderPage }): ReactNode {
  const { hours, deployment, language, is_built_in } = trader;
  const note = languageNote(language);
  const words = hoursWords(hours);
  return (
    <Card title="Now">
      <div className="space-y-3 text-sm">
        <div className="flex flex-wrap items-center gap-2">
          <StateLine trader={trader} />
          <ErrorBadge trader={trader} />
          {is_built_in && <Badge>Built in</Badge>}
          {note !== null && <Badge>{note}</Badge>}
        </div>
        <p>{stateDetail(trader)}</p>
        <LatestError trader={trader} />
        {hours.some((errors) => errors > 0) && (
          <div>
            <Sparkline values={hours} label={words.full} />
            <p className="text-xs text-muted">{words.short}</p>
          </div>
        )}
        {deployment !== null && <DeploymentLine deployment={deployment} />}
      </div>
    </Card>
  );
}

function LatestError({ trader: { error_message, last_error_at } }: { trader: TraderPage }): ReactNode {
  if (error_message === null) return <p className="text-muted">No errors with its current code.</p>;
  return (
    <p className="line-clamp-3 wrap-anywhere" title={error_message}>
      <span className="text-muted">
        Latest error
        {last_error_at !== null && (
          <>
            {" "}
            <Time at={last_error_at} />
          </>
        )}:
      </span>{" "}
      {error_message}
    </p>
  );
}
