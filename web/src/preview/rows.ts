// Which markets the table shows, in which order.
import type { MarketRow } from "../../../supabase/functions/preview-fix/answer.ts";

export type RowFilter = "all" | "changed" | "fixed" | "failing";

const PASSES: Record<RowFilter, (change: MarketRow["change"]) => boolean> = {
  all: () => true,
  changed: (change) => change === "changed",
  fixed: (change) => change === "fixed",
  failing: (change) => change === "broken" || change === "failing",
};

export const rowFilters = ["all", "changed", "fixed", "failing"] as const;

/** What one wants to see first: what this code breaks, what it does not mend, what it answers otherwise, what it mends. */
const RANKS: Record<MarketRow["change"], number> = {
  broken: 0,
  failing: 1,
  changed: 2,
  fixed: 3,
  not_run: 4,
  equal: 5,
};

/** What was captured comes before what is current, and that before what is made up. */
const SOURCES: Record<MarketRow["from"], number> = { captured: 0, executor: 1, sample: 2 };

export function filterRows(rows: readonly MarketRow[], filter: RowFilter): MarketRow[] {
  return rows.filter(({ change }) => PASSES[filter](change));
}

export function byInterest(rows: readonly MarketRow[]): MarketRow[] {
  return rows.toSorted((a, b) => RANKS[a.change] - RANKS[b.change] || SOURCES[a.from] - SOURCES[b.from]);
}
