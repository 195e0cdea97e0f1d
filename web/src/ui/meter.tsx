import { clsx } from "clsx";
import type { ReactNode } from "react";

/** How much of something limited is used. `text` says it in words, and is read out in place of the number. */
export function Meter(
  { label, value, max, text }: { label: string; value: number; max: number; text: string },
): ReactNode {
  const share = max > 0 ? Math.min(1, value / max) : value > 0 ? 1 : 0;
  return (
    <div>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(max, value)}
        aria-valuenow={value}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-raised outline outline-line"
      >
        <div
          className={clsx(
            "h-full rounded-full",
            share >= 1 ? "bg-bad" : share >= 0.8 ? "bg-warn" : "bg-accent",
          )}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <p aria-hidden className="mt-1 text-xs text-muted tabular-nums">{text}</p>
    </div>
  );
}
