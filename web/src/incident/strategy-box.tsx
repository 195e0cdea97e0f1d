import type { ReactNode } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { Notice } from "../ui/notice.tsx";
import { conditionsKept } from "./conditions.ts";
import { strategyText } from "./strategy.ts";
import { useConditions } from "./use-conditions.ts";

/** What the trader is meant to do, in its owner's words, beside what the repair makes of it. */
export function StrategyBox({ page, fix }: { page: IncidentPage; fix: Fix }): ReactNode {
  const { trader, incident } = page;
  const conditions = useConditions(trader.id);
  const strategy = strategyText(trader.strategy);
  if (strategy === null && conditions.length === 0) return null;
  const { tone, text } = conditionsKept(fix);
  return (
    <div className="min-w-0 space-y-3 rounded-md border border-line p-3 text-sm">
      {strategy !== null && (
        <div>
          <h3 className="mb-1 font-semibold">What the trader is meant to do</h3>
          <blockquote className="max-h-48 overflow-auto border-l-2 border-line pl-3 whitespace-pre-line text-muted wrap-anywhere">
            {strategy}
          </blockquote>
        </div>
      )}
      {conditions.length > 0 && (
        <div>
          <h3 className="mb-1 font-semibold">Its conditions</h3>
          <ul className="list-disc space-y-0.5 pl-5 wrap-anywhere">
            {conditions.map((condition, index) => <li key={index}>{condition}</li>)}
          </ul>
        </div>
      )}
      {incident.component === "filter" && <Notice tone={tone}>{text}</Notice>}
    </div>
  );
}
