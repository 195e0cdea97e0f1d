import type { ReactNode } from "react";

export const CHART_WIDTH = 600;
export const CHART_HEIGHT = 120;
/** Above the largest value. */
const HEADROOM = 4;

/** The height of a value in a chart whose largest is `top`. */
export function heightOf(value: number, top: number): number {
  return (value / top) * (CHART_HEIGHT - HEADROOM);
}

/** Where the bar at this place of so many begins, and how wide it is. */
export function barAt(index: number, count: number): { x: number; width: number } {
  const step = CHART_WIDTH / Math.max(1, count);
  return { x: (index + 0.125) * step, width: step * 0.75 };
}

/** What charts over time have in common: the largest value, the first and the last label. `label` says in words what they show. */
export function ChartFrame(
  { label, top, note, bars, children, below }: {
    label: string;
    /** The largest value, as it is shown. */
    top: string;
    /** Beside it. */
    note?: string | undefined;
    bars: readonly { label: string }[];
    children: ReactNode;
    below?: ReactNode;
  },
): ReactNode {
  return (
    <figure>
      <div className="flex justify-between text-xs text-muted tabular-nums" aria-hidden>
        <span>{top}</span>
        {note !== undefined && <span>{note}</span>}
      </div>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`}
        preserveAspectRatio="none"
        className="h-28 w-full border-b border-line"
      >
        {children}
      </svg>
      <div className="flex justify-between text-xs text-muted" aria-hidden>
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      {below}
    </figure>
  );
}
