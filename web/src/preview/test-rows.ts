// Rows of markets for tests.
import type { MarketRow } from "../../../supabase/functions/preview-fix/answer.ts";

export function testRow(change: MarketRow["change"], more: Partial<MarketRow> = {}): MarketRow {
  return {
    symbol: "BTCUSDT",
    from: "executor",
    component: "filter",
    running: { matched: false },
    candidate: { matched: false },
    change,
    ...more,
  };
}
