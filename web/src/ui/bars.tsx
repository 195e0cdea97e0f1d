import { clsx } from "clsx";
import type { ReactNode } from "react";

const WIDTH = 600;
const HEIGHT = 120;

export interface Bar {
  /** Of the bar, as an axis shows it. */
  label: string;
  value: number;
  /** What its tooltip says. */
  title: string;
  tone?: "accent" | "bad" | "muted";
}

const TONES = { accent: "fill-accent", bad: "fill-bad", muted: "fill-edge" };

/** Bars over time, oldest first, with the largest value and the first and last label. `label` says in words what they show. */
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
  const isLimitSeen = limit !== undefined && limit.value <= most * 4;
  const top = Math.max(most, isLimitSeen ? limit.value : 0) || 1;
  const step = WIDTH / Math.max(1, bars.length);
  const y = (value: number): number => HEIGHT - (value / top) * (HEIGHT - 4);
  return (
    <figure>
      <div className="flex justify-between text-xs text-muted tabular-nums" aria-hidden>
        <span>{format(top)}</span>
        {isLimitSeen && <span>{limit.label}</span>}
      </div>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-28 w-full border-b border-line"
      >
        {isLimitSeen && (
          <line
            x1={0}
            x2={WIDTH}
            y1={y(limit.value)}
            y2={y(limit.value)}
            className="stroke-warn"
            strokeDasharray="4 4"
            vectorEffect="non-scaling-stroke"
          />
        )}
        {bars.map((bar, index) => (
          <rect
            key={bar.label}
            x={(index + 0.125) * step}
            y={y(bar.value)}
            width={step * 0.75}
            height={HEIGHT - y(bar.value)}
            className={clsx(TONES[bar.tone ?? "accent"])}
          >
            <title>{bar.title}</title>
          </rect>
        ))}
      </svg>
      <div className="flex justify-between text-xs text-muted" aria-hidden>
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
    </figure>
  );
}
