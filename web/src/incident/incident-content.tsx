import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { IncidentActions } from "../decide/incident-actions.tsx";
import { Page } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { shortTitle } from "../words/incidents.ts";
import { ChangeCard } from "./change-card.tsx";
import { currentFix } from "./current-fix.ts";
import { DeploymentCard } from "./deployment-card.tsx";
import { ErrorCard } from "./error-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { IncidentHeading } from "./incident-heading.tsx";
import { ProofCard } from "./proof-card.tsx";
import { VerdictCard } from "./verdict-card.tsx";

const TestPanel = lazy(async () => ({ default: (await import("../preview/test-panel.tsx")).TestPanel }));

/** On a wide screen two cards beside each other, the first of them the wider one. */
const BESIDE = "xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]";

/** The page of an incident that was read. `children` come first. */
export function IncidentContent(
  { page, back, children }: { page: IncidentPage; back: ReactNode; children?: ReactNode },
): ReactNode {
  const { incident, trader } = page;
  const title = `${trader.name}: ${shortTitle(incident)}`;
  const fix = currentFix(page);
  const hasAside = page.fixes.length > 0 || page.current !== null;
  const hasCode = fix !== null && fix.code !== null;
  return (
    <Page
      title={title}
      heading={<IncidentHeading name={trader.name} title={shortTitle(incident)} />}
      above={back}
      actions={<IncidentActions page={page} />}
    >
      <div className="space-y-4">
        {children}
        <VerdictCard page={page} />
        {hasCode && (
          <div className={clsx("grid items-start gap-4", BESIDE)}>
            <ChangeCard page={page} fix={fix} />
            <ProofCard page={page} fix={fix} />
          </div>
        )}
        {page.may_act && (
          <Suspense fallback={<Skeleton className="h-32" />}>
            <TestPanel page={page} />
          </Suspense>
        )}
        <div className={clsx("grid items-start gap-4", hasAside && BESIDE)}>
          <ErrorCard page={page} />
          {hasAside && (
            <div className="min-w-0 space-y-4">
              <DeploymentCard page={page} />
              <HistoryCard page={page} />
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}
