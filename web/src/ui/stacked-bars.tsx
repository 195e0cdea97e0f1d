import { clsx } from "clsx";
import type { ReactNode } from "react";

const WIDTH = 600;
const HEIGHT = 120;

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
  const step = WIDTH / Math.max(1, bars.length);
  const heightOf = (value: number): number => (value / top) * (HEIGHT - 4);
  return (
    <figure>
      <div className="text-xs text-muted tabular-nums" aria-hidden>{format(top)}</div>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-28 w-full border-b border-line"
      >
        {bars.map((bar, index) => (
          <g key={bar.label}>
            <title>{bar.title}</title>
            {bar.values.map((value, part) => {
              const below = bar.values.slice(0, part).reduce((sum, one) => sum + one, 0);
              return (
                <rect
                  key={series[part]?.name}
                  x={(index + 0.125) * step}
                  y={HEIGHT - heightOf(below + value)}
                  width={step * 0.75}
                  height={heightOf(value)}
                  className={FILLS[series[part]?.tone ?? "muted"]}
                />
              );
            })}
          </g>
        ))}
      </svg>
      <div className="flex justify-between text-xs text-muted" aria-hidden>
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs" aria-hidden>
        {series.map(({ name, tone }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span className={clsx("size-2.5 rounded-xs", DOTS[tone])} /> {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}
