import { clsx } from "clsx";
import type { ReactNode } from "react";
import { barAt, CHART_HEIGHT, ChartFrame, heightOf } from "./chart-frame.tsx";

export interface Series {
  name: string;
  tone: "accent" | "bad" | "muted";
}

export interface StackedBar {
  /** Of the bar, as an axis shows it. */
  label: string;
  /** One for each series, the lowest part first. */
  values: number[];
  /** What its tooltip says. */
  title: string;
}

const FILLS = { accent: "fill-accent", bad: "fill-bad", muted: "fill-edge" };
const DOTS = { accent: "bg-accent", bad: "bg-bad", muted: "bg-edge" };

/** Bars over time, each of several parts, with a legend. `label` says in words what they show. */
export function StackedBars(
  { bars, series, label, format }: {
    bars: StackedBar[];
    series: Series[];
    label: string;
    format: (value: number) => string;
  },
): ReactNode {
  const top = Math.max(0, ...bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0))) || 1;
  return (
    <ChartFrame label={label} top={format(top)} bars={bars} below={<Legend series={series} />}>
      {bars.map((bar, index) => (
        <g key={bar.label}>
          <title>{bar.title}</title>
          {bar.values.map((value, part) => {
            const below = bar.values.slice(0, part).reduce((sum, one) => sum + one, 0);
            return (
              <rect
                key={series[part]?.name}
                {...barAt(index, bars.length)}
                y={CHART_HEIGHT - heightOf(below + value, top)}
                height={heightOf(value, top)}
                className={FILLS[series[part]?.tone ?? "muted"]}
              />
            );
          })}
        </g>
      ))}
    </ChartFrame>
  );
}

function Legend({ series }: { series: Series[] }): ReactNode {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs" aria-hidden>
      {series.map(({ name, tone }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span className={clsx("size-2.5 rounded-xs", DOTS[tone])} /> {name}
        </li>
      ))}
    </ul>
  );
}
