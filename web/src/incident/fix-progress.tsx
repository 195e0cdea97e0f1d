import { clsx } from "clsx";
import type { ReactNode } from "react";
import { fixSteps, stepWords } from "../words/fixes.ts";
import { count } from "../words/numbers.ts";
import { duration } from "../words/time.ts";
import type { RepairProgress } from "./progress.ts";
import { useElapsed } from "./use-elapsed.ts";

/** How far a repair under way is, step by step. */
export function FixProgress({ progress }: { progress: RepairProgress }): ReactNode {
  const { index, words, markets, attempt, startedAt } = progress;
  const elapsed = useElapsed(startedAt);
  const asides = [
    markets === null ? "" : `${count(markets.done)} of ${count(markets.total)} markets`,
    attempt > 1 ? `attempt ${attempt}` : "",
    elapsed === null ? "" : duration(Math.floor(elapsed / 1_000) * 1_000),
  ].filter(Boolean);
  return (
    <div className="space-y-2">
      <p>
        Step {index + 1} of {fixSteps.length}: {words}
        {asides.length > 0 && <span className="text-muted tabular-nums">{` · ${asides.join(" · ")}`}</span>}
      </p>
      {/* The sentence above says it all. */}
      <ol aria-hidden className="grid grid-cols-7 gap-1">
        {fixSteps.map((step, at) => (
          <li key={step} className="min-w-0">
            <div
              className={clsx(
                "h-1.5 rounded-full",
                at < index ? "bg-accent" : at === index ? "animate-pulse bg-accent" : "bg-line",
              )}
            />
            <span
              className={clsx("mt-1 hidden text-xs leading-tight lg:block", at === index ? "" : "text-muted")}
            >
              {stepWords(step)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
