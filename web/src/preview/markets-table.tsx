import { type ReactNode, useId, useState } from "react";
import type { MarketRow } from "../../../supabase/functions/preview-fix/answer.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { byInterest, filterRows, type RowFilter, rowFilters } from "./rows.ts";
import { CHANGES, type OutcomeWords, outcomeWords, SOURCES } from "./words.ts";

const SHOWN = 40;

const FILTERS: Record<RowFilter, string> = {
  all: "All",
  changed: "Changed",
  fixed: "Fixed",
  failing: "Failing",
};

/** Every market with what the code did on it before and after. */
export function MarketsTable({ rows }: { rows: readonly MarketRow[] }): ReactNode {
  const id = useId();
  const [filter, setFilter] = useState<RowFilter>("all");
  const [isWhole, setIsWhole] = useState(false);
  const found = byInterest(filterRows(rows, filter));
  const shown = isWhole ? found : found.slice(0, SHOWN);
  const hasSeries = rows.some(({ component }) => component === "series");
  return (
    <section aria-labelledby={id} className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="font-semibold">Markets</h3>
        <Choice
          label="Markets to show"
          options={rowFilters.map((value) => ({
            value,
            label: `${FILTERS[value]} ${filterRows(rows, value).length}`,
          }))}
          value={filter}
          onChange={setFilter}
        />
      </div>
      {found.length === 0 ? <p className="text-sm text-muted">No market is like that.</p> : (
        <div
          className="max-h-[30rem] overflow-auto rounded-md border border-line"
          tabIndex={0}
          role="region"
          aria-label="Verdicts by market"
        >
          <table className="w-full text-left text-sm">
            <thead className="sticky top-0 bg-raised">
              <tr>
                {["Market", ...hasSeries ? ["Part"] : [], "Change", "Before", "After", "Data"].map((name) => (
                  <th key={name} scope="col" className="px-3 py-2 font-medium">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Row
                  key={`${row.symbol} ${row.from} ${row.component}`}
                  row={row}
                  hasSeries={hasSeries}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < found.length && (
        <Button isSmall onClick={() => setIsWhole(true)}>Show all {found.length}</Button>
      )}
    </section>
  );
}

function Row({ row, hasSeries }: { row: MarketRow; hasSeries: boolean }): ReactNode {
  const { symbol, from, component, running, candidate, change } = row;
  const { label, tone } = CHANGES[change];
  const source = SOURCES[from];
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="px-3 py-2 font-medium">{symbol}</th>
      {hasSeries && <td className="px-3 py-2">{component === "filter" ? "Filter" : "Series"}</td>}
      <td className="px-3 py-2">
        <Badge tone={tone}>{label}</Badge>
      </td>
      <OutcomeCell outcome={outcomeWords(running)} />
      <OutcomeCell outcome={outcomeWords(candidate)} />
      <td className="px-3 py-2 whitespace-nowrap text-muted" title={source.title}>{source.label}</td>
    </tr>
  );
}

function OutcomeCell({ outcome: { text, detail, isFailure } }: { outcome: OutcomeWords }): ReactNode {
  return (
    <td className="max-w-80 min-w-32 px-3 py-2">
      <span className={isFailure ? "text-bad" : undefined}>{text}</span>
      {detail !== null && <span className="line-clamp-2 text-xs text-muted" title={detail}>{detail}</span>}
    </td>
  );
}
