import type { ReactNode } from "react";
import { barAt, CHART_HEIGHT, CHART_WIDTH, ChartFrame, heightOf } from "./chart-frame.tsx";

export interface Bar {
  /** Of the bar, as an axis shows it. */
  label: string;
  value: number;
  /** What its tooltip says. */
  title: string;
  tone?: "accent" | "bad" | "muted";
}

const FILLS = { accent: "fill-accent", bad: "fill-bad", muted: "fill-edge" };

/** Bars over time, oldest first. `label` says in words what they show. */
export function Bars(
  { bars, label, format, limit }: {
    bars: Bar[];
    label: string;
    format: (value: number) => string;
    /** A line across, such as a cap. */
    limit?: { value: number; label: string };
  },
): ReactNode {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  // A cap far above what was spent would press the bars flat.
  const line = limit !== undefined && limit.value <= most * 4 ? limit : undefined;
  const top = Math.max(most, line?.value ?? 0) || 1;
  const y = (value: number): number => CHART_HEIGHT - heightOf(value, top);
  return (
    <ChartFrame label={label} top={format(top)} note={line?.label} bars={bars}>
      {line && (
        <line
          x1={0}
          x2={CHART_WIDTH}
          y1={y(line.value)}
          y2={y(line.value)}
          className="stroke-warn"
          strokeDasharray="4 4"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {bars.map((bar, index) => (
        <rect
          key={bar.label}
          {...barAt(index, bars.length)}
          y={y(bar.value)}
          height={heightOf(bar.value, top)}
          className={FILLS[bar.tone ?? "accent"]}
        >
          <title>{bar.title}</title>
        </rect>
      ))}
    </ChartFrame>
  );
}
