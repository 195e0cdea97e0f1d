import type { ReactNode } from "react";
import type { Figures } from "../api/operations.ts";
import { Bars } from "../ui/bars.tsx";
import { Card } from "../ui/card.tsx";
import { StackedBars } from "../ui/stacked-bars.tsx";
import { Time } from "../ui/time.tsx";
import { shortCount, usd } from "../words/numbers.ts";
import { errorsChart, fixesChart, fixSeries, spendChart } from "./charts.ts";

export function ChartsRow({ figures }: { figures: Figures }): ReactNode {
  const errors = errorsChart(figures);
  const spend = spendChart(figures);
  const fixes = fixesChart(figures);
  return (
    <div className="space-y-2">
      <div className="grid gap-4 lg:grid-cols-3">
        <Card title="Errors per hour">
          <Bars bars={errors.bars} label={errors.label} format={shortCount} />
          <Words>{errors.label}</Words>
        </Card>
        <Card title="Repairs per day">
          <StackedBars bars={fixes.bars} series={fixSeries} label={fixes.label} format={shortCount} />
          <Words>{fixes.label}</Words>
        </Card>
        <Card title="Spend per day">
          <Bars bars={spend.bars} label={spend.label} format={usd} />
          <Words>{spend.label}</Words>
        </Card>
      </div>
      <p className="text-xs text-muted">
        Rates, costs and charts are as of <Time at={figures.made_at} />.
      </p>
    </div>
  );
}

/** The same for who sees the chart: its numbers need no pointing at bars. */
function Words({ children }: { children: string }): ReactNode {
  return <p aria-hidden className="mt-2 text-xs text-muted">{children}</p>;
}
