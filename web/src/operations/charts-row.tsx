import type { ReactNode } from "react";
import type { Figures } from "../api/operations.ts";
import { Bars } from "../ui/bars.tsx";
import { Card } from "../ui/card.tsx";
import { StackedBars } from "../ui/stacked-bars.tsx";
import { Time } from "../ui/time.tsx";
import { shortCount, usd } from "../words/numbers.ts";
import { type Chart, errorsChart, fixesChart, fixSeries, spendChart } from "./charts.ts";

export function ChartsRow({ figures }: { figures: Figures }): ReactNode {
  const errors = errorsChart(figures);
  const spend = spendChart(figures);
  const fixes = fixesChart(figures);
  return (
    <div className="space-y-2">
      <div className="grid gap-4 lg:grid-cols-3">
        <ChartCard title="Errors per hour" chart={errors}>
          <Bars bars={errors.bars} label={errors.label} format={shortCount} />
        </ChartCard>
        <ChartCard title="Repairs per day" chart={fixes}>
          <StackedBars bars={fixes.bars} series={fixSeries} label={fixes.label} format={shortCount} />
        </ChartCard>
        <ChartCard title="Spend per day" chart={spend}>
          <Bars bars={spend.bars} label={spend.label} format={usd} />
        </ChartCard>
      </div>
      <p className="text-xs text-muted">
        Rates, costs and charts are as of <Time at={figures.made_at} />.
      </p>
    </div>
  );
}

function ChartCard(
  { title, chart: { label, isEmpty }, children }: {
    title: string;
    chart: Pick<Chart<unknown>, "label" | "isEmpty">;
    children: ReactNode;
  },
): ReactNode {
  return (
    <Card title={title}>
      {isEmpty
        ? <p className="flex h-40 items-center justify-center text-center text-sm text-muted">{label}</p>
        : (
          <>
            {children}
            {/* The same for who sees the chart: its numbers need no pointing at bars. */}
            <p aria-hidden className="mt-2 text-xs text-muted">{label}</p>
          </>
        )}
    </Card>
  );
}
