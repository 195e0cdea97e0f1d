import type { ReactNode } from "react";

const WIDTH = 120;
const HEIGHT = 32;

/** A line without axes. `label` says in words what it shows, for who does not see it. */
export function Sparkline({ values, label }: { values: number[]; label: string }): ReactNode {
  const step = WIDTH / Math.max(1, values.length - 1);
  const most = Math.max(1, ...values);
  const y = (value: number): number => HEIGHT - 2 - (value / most) * (HEIGHT - 4);
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${y(value).toFixed(1)}`).join(
    " ",
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-8 w-full text-bad"
    >
      <polygon
        points={`0,${HEIGHT - 2} ${points} ${WIDTH},${HEIGHT - 2}`}
        className="fill-current opacity-15"
      />
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
