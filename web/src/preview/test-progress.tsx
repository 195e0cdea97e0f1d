import { clsx } from "clsx";
import { CircleCheck, CircleDashed, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { Progress } from "../../../supabase/functions/preview-fix/answer.ts";
import { STEPS, steps } from "./words.ts";

/** How far a test is. Each step is said once to who hears the page. */
export function TestProgress({ progress }: { progress: Progress | null }): ReactNode {
  const at = progress === null ? 0 : steps.indexOf(progress.step);
  const { done = 0, total = 0 } = progress ?? {};
  const current = steps[at] ?? "gather";
  return (
    <div className="space-y-2 rounded-md bg-raised p-3 text-sm">
      <p role="status" className="sr-only">{STEPS[current]}</p>
      <ol className="grid gap-1 sm:grid-cols-2">
        {steps.map((step, index) => (
          <li
            key={step}
            aria-current={index === at ? "step" : undefined}
            className={clsx("flex items-center gap-2", index > at && "text-muted")}
          >
            {index < at
              ? <CircleCheck role="img" aria-label="Done:" className="size-4 shrink-0 text-good" />
              : index === at
              ? (
                <LoaderCircle
                  role="img"
                  aria-label="Now:"
                  className="size-4 shrink-0 animate-spin text-accent"
                />
              )
              : <CircleDashed role="img" aria-label="Later:" className="size-4 shrink-0" />}
            <span>{STEPS[step]}</span>
            {index === at && total > 0 && <span className="text-muted tabular-nums">{done} of {total}</span>}
          </li>
        ))}
      </ol>
      <progress
        aria-label="Progress of this step"
        className="block h-1.5 w-full accent-accent"
        value={total > 0 ? done : 0}
        max={total > 0 ? total : 1}
      />
    </div>
  );
}
