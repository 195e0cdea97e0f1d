import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { FixActions } from "../decide/fix-actions.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { currentFix } from "./current-fix.ts";
import { costSentence } from "./impact.ts";
import { KeyFacts } from "./key-facts.tsx";
import { repairProgress } from "./progress.ts";
import { RelatedNotes } from "./related-notes.tsx";
import { useToldProgress } from "./use-incident.ts";
import { verdictOf } from "./verdict.ts";
import { VerdictBox } from "./verdict-box.tsx";

/**
 * On a phone the buttons stay in reach while the card is in sight, and fit into one row; but an editor that opens among them takes its own
 * room.
 */
const ACTIONS = clsx(
  "bg-surface empty:hidden max-md:sticky max-md:bottom-0 max-md:z-10 max-md:has-[[data-keys],[role=status]]:static",
  "max-md:-mx-4 max-md:border-t max-md:border-line max-md:px-4 max-md:py-3 max-sm:[&_button]:px-3",
);

/** The answer in ten seconds: what broke, since when, what it costs, whether the repair is safe, and the button to press. */
export function VerdictCard({ page }: { page: IncidentPage }): ReactNode {
  const { incident } = page;
  const told = useToldProgress(incident.id);
  const fix = currentFix(page);
  const progress = fix === null || incident.status !== "open"
    ? null
    : repairProgress(fix, page.attempts, told);
  return (
    <Card title={<span className="leading-snug sm:text-lg">{incident.summary}</span>}>
      <div className="flex flex-col gap-4">
        <p className="-mt-1 text-sm">{costSentence(page)}</p>
        <KeyFacts page={page} />
        <VerdictBox verdict={verdictOf(page)} progress={progress} />
        {page.may_act
          ? (
            <div className={ACTIONS}>
              <FixActions page={page} />
            </div>
          )
          : <Notice>Only the trader&apos;s owner can decide here. You see it as an operator.</Notice>}
        <RelatedNotes page={page} />
      </div>
    </Card>
  );
}
