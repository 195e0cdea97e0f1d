import type { ReactNode } from "react";
import type { TraderPage } from "../api/trader-page.ts";
import { conditionsOf, strategyText } from "../incident/strategy.ts";
import { Card } from "../ui/card.tsx";
import { timeframesOf } from "./timeframes.ts";

/** What the trader is for, in its owner's words. */
export function PurposeCard({ trader }: { trader: TraderPage }): ReactNode {
  const settings = trader.running?.settings;
  const conditions = conditionsOf(settings);
  const timeframes = timeframesOf(settings);
  const strategy = strategyText(trader.strategy);
  const description = trader.description?.trim() ?? "";
  const isEmpty = description === "" && strategy === null && conditions.length === 0;
  return (
    <Card title="What it is meant to do">
      <div className="space-y-3 text-sm wrap-anywhere">
        {description !== "" && <p className="whitespace-pre-line">{description}</p>}
        {strategy !== null && strategy !== description && (
          <blockquote className="max-h-48 overflow-auto border-l-2 border-line pl-3 whitespace-pre-line text-muted">
            {strategy}
          </blockquote>
        )}
        {conditions.length > 0 && (
          <div>
            <h3 className="mb-1 font-semibold">Its conditions</h3>
            <ul className="list-disc space-y-0.5 pl-5">
              {conditions.map((condition, index) => <li key={index}>{condition}</li>)}
            </ul>
          </div>
        )}
        {timeframes.length > 0 && (
          <p className="text-muted">It looks at candles of {timeframes.join(", ")}.</p>
        )}
        {isEmpty && <p className="text-muted">Nothing is written down about it.</p>}
      </div>
    </Card>
  );
}
