import { type ReactNode, useId } from "react";

/** For how long an incident is ignored. `growth`: until it spreads to other symbols or happens far more often. */
export type IgnoreTime = "growth" | "hour" | "day" | "week";

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

const HOUR_MS = 3_600_000;
const LENGTHS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS };

/** Until when, as an ISO time; nothing where no time ends it. */
export function ignoredUntil(time: IgnoreTime, now: number): string | undefined {
  return time === "growth" ? undefined : new Date(now + LENGTHS[time]).toISOString();
}
