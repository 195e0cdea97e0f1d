import type { ReactNode } from "react";
import type { Preview } from "../../../supabase/functions/preview-fix/answer.ts";
import { millis } from "../words/numbers.ts";

/** How long the codes take, and how long the test took. */
export function Timings({ timings }: { timings: Preview["timings"] }): ReactNode {
  const { running, candidate, total_ms, fetch_ms, run_ms } = timings;
  const rows: [string, string][] = [
    ["The running code takes", usual(running)],
    ["This code takes", usual(candidate)],
    [
      "The test took",
      `${millis(total_ms)}, of which ${millis(fetch_ms)} for data and ${millis(run_ms)} for running code`,
    ],
  ];
  return (
    <dl className="grid gap-x-4 gap-y-1 text-xs text-muted sm:grid-cols-[auto_1fr]">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd className="mb-1 text-ink tabular-nums sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function usual(percentiles: Preview["timings"]["running"]): string {
  if (percentiles === null) return "not measured";
  return `${millis(percentiles.p50_ms)} on half of the markets, ${millis(percentiles.p95_ms)} on 95 of 100`;
}
