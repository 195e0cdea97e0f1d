import type { ReactNode } from "react";
import type { TraderCard } from "../api/traders.ts";
import { Badge } from "../ui/badge.tsx";
import { useNow } from "../ui/time.tsx";
import { countOf, shortCount } from "../words/numbers.ts";
import { ago, fullTime } from "../words/time.ts";
import { forHowLong, isFailingNow, stateWords } from "./state-words.ts";

/** How a trader is and for how long: "Failing for 3 hours". */
export function StateLine({ trader: { state, since } }: { trader: TraderCard }): ReactNode {
  const now = useNow();
  const { tone, label, detail } = stateWords(state);
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <Badge tone={tone} title={detail}>{label}</Badge>
      {since !== null && (
        <time dateTime={since} title={fullTime(since)} className="truncate text-sm text-muted">
          {forHowLong(since, now)}
        </time>
      )}
    </span>
  );
}

/** How often the running code has failed; red while it goes on. */
export function ErrorBadge({ trader }: { trader: TraderCard }): ReactNode {
  const now = useNow();
  const { error_count, last_error_at } = trader;
  if (error_count === 0) return null;
  const isNow = isFailingNow(trader, now);
  const last = last_error_at === null ? "" : `, the last one ${ago(last_error_at, now)}`;
  return (
    <Badge
      tone={isNow ? "bad" : "neutral"}
      title={`${countOf(error_count, "error")} since the running code was deployed${last}`}
    >
      {shortCount(error_count)} {error_count === 1 ? "error" : "errors"}
      {isNow && <span className="sr-only">, still going on</span>}
    </Badge>
  );
}
