import { clsx } from "clsx";
import { Wrench } from "lucide-react";
import { memo, type ReactNode } from "react";
import { Link } from "react-router";
import type { TraderCard } from "../api/traders.ts";
import { Badge } from "../ui/badge.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Sparkline } from "../ui/sparkline.tsx";
import { Time } from "../ui/time.tsx";
import { count } from "../words/numbers.ts";
import { hoursWords } from "./hours-words.ts";
import { languageNote } from "./state-words.ts";
import { ErrorBadge, StateLine } from "./trader-state.tsx";

/** The browser draws no card that is out of sight. Side by side all are as tall as each other. */
const FRAME = "min-w-0 [contain-intrinsic-size:auto_15.5rem] [content-visibility:auto]";
const HEIGHT = "sm:h-[15.5rem]";

/** A trader in the list. Drawn again only when something about it has changed. */
export const TraderListCard = memo(function TraderListCard({ trader }: { trader: TraderCard }): ReactNode {
  const { id, name, hours } = trader;
  const words = hoursWords(hours);
  return (
    <li className={FRAME}>
      <article className={clsx("flex flex-col rounded-lg border border-line bg-surface p-4", HEIGHT)}>
        <div className="flex items-center justify-between gap-2">
          <h2 className="min-w-0 font-semibold">
            <Link
              to={`/traders/${id}`}
              title={name}
              className="block truncate rounded-md py-0.5 outline-offset-0 hover:underline"
            >
              {name}
            </Link>
          </h2>
          <ErrorBadge trader={trader} />
        </div>
        <div className="mt-1 flex min-h-6 items-center">
          <StateLine trader={trader} />
        </div>
        <LatestError trader={trader} />
        <div className="mt-2">
          {hours.some((errors) => errors > 0)
            ? <Sparkline values={hours} label={words.full} />
            : <div className="h-8 border-b-2 border-line" />}
          <p className="mt-1 text-xs text-muted">{words.short}</p>
        </div>
        <Foot trader={trader} />
      </article>
    </li>
  );
});

/** What happened in plain words where it is known; what the executor wrote is for the incident's page. */
function LatestError({ trader }: { trader: TraderCard }): ReactNode {
  const { summary, error_message, last_error_at } = trader;
  const told = summary ?? error_message;
  const text = "mt-1 line-clamp-2 min-h-10 text-sm text-muted";
  if (told === null) return <p className={text}>No errors with this code</p>;
  return (
    <p className={text} title={error_message ?? told}>
      <span className="text-ink">{told}</span> {last_error_at !== null && <Time at={last_error_at} />}
    </p>
  );
}

function Foot({ trader }: { trader: TraderCard }): ReactNode {
  const { id, waiting_fixes, waiting_incident_id, incident_id, language, is_built_in } = trader;
  const note = languageNote(language);
  const isWaiting = waiting_incident_id !== null;
  if (incident_id === null && !isWaiting && note === null && !is_built_in) return null;
  return (
    <p className="mt-auto flex flex-wrap items-center gap-2 pt-2">
      {isWaiting && (
        <ButtonLink isSmall variant="primary" to={`/traders/${id}/errors/${waiting_incident_id}`}>
          <Wrench aria-hidden className="size-4" />
          {waiting_fixes === 1 ? "Repair ready" : `${count(waiting_fixes)} repairs ready`}
          <span className="sr-only">for {trader.name}</span>
        </ButtonLink>
      )}
      {!isWaiting && incident_id !== null && (
        <ButtonLink isSmall to={`/traders/${id}/errors/${incident_id}`}>
          See what broke<span className="sr-only">in {trader.name}</span>
        </ButtonLink>
      )}
      {is_built_in && <Badge>Built in</Badge>}
      {note !== null && <Badge>{note}</Badge>}
    </p>
  );
}

/** Holds the place of a card. */
export function CardSkeleton(): ReactNode {
  return <Skeleton className={clsx("h-40 rounded-lg", HEIGHT)} />;
}
