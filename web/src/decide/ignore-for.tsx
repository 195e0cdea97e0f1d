import { type ReactNode, useId } from "react";
import type { IgnoreTime } from "./ignore-time.ts";

const LABELS: Record<IgnoreTime, string> = {
  growth: "Until it grows: it fails on other symbols, or far more often than now",
  hour: "For an hour, whatever it does",
  day: "For a day, whatever it does",
  week: "For a week, whatever it does",
};
const TIMES: readonly IgnoreTime[] = ["growth", "hour", "day", "week"];

/** The choice of how long. */
export function IgnoreFor(
  { time, onChange }: { time: IgnoreTime; onChange: (time: IgnoreTime) => void },
): ReactNode {
  const name = useId();
  return (
    <fieldset className="space-y-1">
      <legend className="mb-1 font-medium">How long</legend>
      {TIMES.map((one) => (
        <label key={one} className="flex min-h-8 items-center gap-3">
          <input
            type="radio"
            name={name}
            checked={one === time}
            onChange={() => onChange(one)}
            className="size-5 shrink-0 accent-accent"
          />
          {LABELS[one]}
        </label>
      ))}
    </fieldset>
  );
}
