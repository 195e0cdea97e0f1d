import { line } from "d3-shape";
import { type ReactNode, useId, useState } from "react";
import type { SeriesOfSymbol } from "../../../supabase/functions/preview-fix/answer.ts";
import { SelectField } from "../ui/field.tsx";
import { pointsOf, rangeOf, type SeriesLine, seriesLines } from "./series-lines.ts";

const BOX = { width: 600, height: 80 };

/** What the series code draws, before and after, for one market at a time. */
export function SeriesView({ series }: { series: readonly SeriesOfSymbol[] }): ReactNode {
  const id = useId();
  const [chosen, setChosen] = useState(series[0]?.symbol ?? "");
  const shown = series.find(({ symbol }) => symbol === chosen) ?? series[0];
  if (shown === undefined) return null;
  const lines = seriesLines(shown);
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="font-semibold">Lines of the series code</h3>
      <div className="max-w-60">
        <SelectField
          label="Market of the lines"
          value={shown.symbol}
          onChange={(event) => setChosen(event.target.value)}
        >
          {series.map(({ symbol }) => <option key={symbol}>{symbol}</option>)}
        </SelectField>
      </div>
      {lines.length === 0
        ? <p className="text-sm text-muted">Neither code drew anything here, or more than can be shown.</p>
        : (
          <ul className="grid gap-4 lg:grid-cols-2">
            {lines.map((one) => (
              <li key={one.name} className="min-w-0 space-y-1 text-sm">
                <p className="truncate font-medium" title={one.name}>{one.name}</p>
                <Line series={one} />
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}

function Line({ series: { name, lines, running, candidate } }: { series: SeriesLine }): ReactNode {
  if (lines === null) {
    return (
      <dl className="text-xs">
        <dt className="text-muted">Before</dt>
        <dd className="font-mono break-all">{running}</dd>
        <dt className="text-muted">After</dt>
        <dd className="font-mono break-all">{candidate}</dd>
      </dl>
    );
  }
  const range = rangeOf([lines.running, lines.candidate]);
  const paths = (values: readonly (number | null)[]): string =>
    pointsOf(values, range, BOX).map((part) => line()(part) ?? "").join(" ");
  return (
    <figure>
      <svg
        role="img"
        aria-label={`${name}: ${range.count} values from ${range.low} to ${range.high}`}
        viewBox={`0 -3 ${BOX.width} ${BOX.height + 6}`}
        preserveAspectRatio="none"
        className="h-24 w-full rounded-md border border-line bg-surface"
      >
        <path
          d={paths(lines.running)}
          fill="none"
          className="stroke-warn"
          strokeWidth={2}
          strokeDasharray="5 4"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={paths(lines.candidate)}
          fill="none"
          className="stroke-accent"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="flex flex-wrap gap-x-4 text-xs text-muted tabular-nums">
        <span>From {short(range.low)} to {short(range.high)}</span>
        <span>Dashed: before</span>
        <span>Solid: after</span>
      </figcaption>
    </figure>
  );
}

function short(value: number): string {
  return new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 }).format(value);
}
