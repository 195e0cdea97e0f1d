import type { ReactNode } from "react";
import type { Overview } from "../api/operations.ts";
import { Badge } from "../ui/badge.tsx";
import { keyFigures } from "./key-figures.ts";

export function FiguresGrid({ overview }: { overview: Overview }): ReactNode {
  return (
    <section aria-labelledby="key-figures">
      <h2 id="key-figures" className="sr-only">Key figures</h2>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {keyFigures(overview).map(({ label, value, detail, state }) => (
          <div
            key={label}
            className="flex min-w-0 flex-col rounded-lg border border-line bg-surface p-3 sm:p-4"
          >
            <dt className="text-sm text-muted">{label}</dt>
            <dd className="mt-1 flex flex-wrap items-baseline gap-x-2 gap-y-1">
              <span className="text-xl font-semibold tabular-nums">{value}</span>
              {state !== null && <Badge tone={state.tone}>{state.label}</Badge>}
            </dd>
            <dd className="mt-1 text-xs text-muted">{detail}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
