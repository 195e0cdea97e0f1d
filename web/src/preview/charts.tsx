import { lazy, type ReactNode, Suspense, useId, useState } from "react";
import { ErrorBoundary } from "react-error-boundary";
import type { Chart } from "../../../supabase/functions/preview-fix/answer.ts";
import { SelectField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { shortTime } from "../words/time.ts";
import { Legend, MarksTable } from "./chart-marks.tsx";
import { SOURCES } from "./words.ts";

const CandleChart = lazy(async () => ({ default: (await import("./candle-chart.tsx")).CandleChart }));

/** Candles of one market at a time, with where each code matches or fails. */
export function Charts({ charts }: { charts: readonly Chart[] }): ReactNode {
  const id = useId();
  const [chosen, setChosen] = useState(charts[0]?.symbol ?? "");
  const chart = charts.find(({ symbol }) => symbol === chosen) ?? charts[0];
  if (chart === undefined) return null;
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="font-semibold">Chart</h3>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="w-60 max-w-full">
          <SelectField
            label="Market of the chart"
            value={chart.symbol}
            onChange={(event) => setChosen(event.target.value)}
          >
            {charts.map(({ symbol }) => <option key={symbol}>{symbol}</option>)}
          </SelectField>
        </div>
        <p className="text-xs text-muted">
          {chart.timeframe === "" ? "" : `${chart.timeframe} candles. `}
          {SOURCES[chart.from].title}.
        </p>
      </div>
      {chart.candles.length === 0
        ? <p className="text-sm text-muted">There are no candles to draw.</p>
        : <Drawing chart={chart} />}
    </section>
  );
}

function Drawing({ chart }: { chart: Chart }): ReactNode {
  const { symbol, candles, walked_from } = chart;
  const first = candles[0]?.[0];
  return (
    <>
      <Legend />
      <ErrorBoundary fallback={<Notice>The chart cannot be drawn here. The table has its marks.</Notice>}>
        <Suspense
          fallback={
            <Loading what="the chart">
              <Skeleton className="h-80 w-full" />
            </Loading>
          }
        >
          <CandleChart chart={chart} />
        </Suspense>
      </ErrorBoundary>
      <div className="flex flex-wrap justify-between gap-2 text-xs text-muted">
        <p>
          {walked_from === null
            ? "Neither code was run at these candles, so nothing is marked."
            : walked_from === first
            ? ""
            : `The codes were run at candles from ${
              shortTime(walked_from)
            } on; before that nothing is marked.`}
        </p>
        <a
          href="https://www.tradingview.com/"
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-6 items-center underline"
        >
          Charts by TradingView
        </a>
      </div>
      <MarksTable chart={chart} label={`Marks of ${symbol}`} />
    </>
  );
}
