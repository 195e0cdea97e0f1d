import type { ReactNode } from "react";
import type { Chart } from "../../../supabase/functions/preview-fix/answer.ts";
import { Disclosure } from "../ui/disclosure.tsx";
import { count } from "../words/numbers.ts";
import { shortTime } from "../words/time.ts";
import { type MarkKind, markKinds, MARKS, spansOf } from "./marks.ts";

/** As the chart draws them, in a box of 12 by 12. */
const SHAPES: Record<MarkKind, { path: string; className: string }> = {
  running_matched: { path: "M6 1a5 5 0 1 0 0.001 0z", className: "fill-accent" },
  candidate_matched: { path: "M6 1l5 5H8v5H4V6H1z", className: "fill-good" },
  running_failed: { path: "M2 2h8v8H2z", className: "fill-warn" },
  candidate_failed: { path: "M6 11l5-5H8V1H4v5H1z", className: "fill-bad" },
};

function Shape({ kind }: { kind: MarkKind }): ReactNode {
  const { path, className } = SHAPES[kind];
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="size-3.5 shrink-0">
      <path d={path} className={className} />
    </svg>
  );
}

/** What each mark means. */
export function Legend(): ReactNode {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs" aria-label="Legend">
      {markKinds.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <Shape kind={kind} />
          {MARKS[kind].words}
        </li>
      ))}
    </ul>
  );
}

/** The marks for who does not see them; those at candles in a row are one line. */
export function MarksTable({ chart, label }: { chart: Chart; label: string }): ReactNode {
  const spans = spansOf(chart);
  if (spans.length === 0) {
    return <p className="text-xs text-muted">No code matches or fails at these candles.</p>;
  }
  return (
    <Disclosure summary={`${label} as a table`}>
      <div
        className="max-h-64 overflow-auto rounded-md border border-line"
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <table className="w-full text-left text-sm">
          <thead className="sticky top-0 bg-raised">
            <tr>
              {["What", "From", "To", "Candles"].map((name) => (
                <th key={name} scope="col" className="px-3 py-1.5 font-medium">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody className="whitespace-nowrap tabular-nums">
            {spans.map(({ kind, from, to, candles }) => (
              <tr key={`${kind} ${from}`} className="border-t border-line">
                <th scope="row" className="px-3 py-1.5 font-normal">
                  <span className="flex items-center gap-1.5">
                    <Shape kind={kind} />
                    {MARKS[kind].words}
                  </span>
                </th>
                <td className="px-3 py-1.5">{shortTime(from)}</td>
                <td className="px-3 py-1.5">{shortTime(to)}</td>
                <td className="px-3 py-1.5">{count(candles)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Disclosure>
  );
}
