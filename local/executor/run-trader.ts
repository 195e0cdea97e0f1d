// Runs one trader's code over all symbols.
import { runFilter } from "../../supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import type { Component, MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type Failure, toFailure } from "./failure.ts";
import type { RunningTrader } from "./running-trader.ts";

export interface TraderRun {
  trader: RunningTrader;
  matched: string[];
  failures: Failure[];
  durationMs: number;
}

export async function runTrader(trader: RunningTrader, inputs: MarketData[]): Promise<TraderRun> {
  const startedAt = performance.now();
  const run: TraderRun = { trader, matched: [], failures: [], durationMs: 0 };
  await runComponent(run, "filter", trader.code, inputs);
  if (trader.seriesCode !== "") await runComponent(run, "series", trader.seriesCode, inputs);
  run.durationMs = Math.round(performance.now() - startedAt);
  return run;
}

async function runComponent(
  run: TraderRun,
  component: Component,
  code: string,
  inputs: MarketData[],
): Promise<void> {
  for (const result of await runFilter({ code, component, inputs })) {
    if (!result.ok) run.failures.push(toFailure(run.trader.id, component, result.symbol, result.error));
    else if (result.matched) run.matched.push(result.symbol);
  }
}
