import { checkFilter, runFilter } from "../filter-runtime/filter-runtime.ts";
import type { Component, Failure, MarketData, RunResult } from "../filter-runtime/schema.ts";
import { codeOf, type FilterCode } from "./filter-code.ts";
import type { Inputs } from "./inputs.ts";

/** What code did on each input, in the order of the inputs; `compileError` when it did not get that far. */
export interface Replay {
  compileError: Failure | null;
  captured: RunResult[];
  others: RunResult[];
}

/** How many markets are run at most before the next report. */
const MAX_BATCH = 8;

/**
 * Runs one component of a filter on every input. Code that does not compile runs on none, and code that exceeds its budget on one not on
 * those that follow, of the captured and of the others: it would spend the budget on each. `onProgress` hears how many inputs were run.
 */
export async function replay(
  filter: FilterCode,
  component: Component,
  inputs: Pick<Inputs, "captured" | "others">,
  onProgress: (done: number) => void = () => {},
): Promise<Replay> {
  const code = codeOf(filter, component);
  const check = await checkFilter(code, component);
  if (!check.ok) {
    return { compileError: check.errors[0] ?? null, captured: [], others: [] };
  }
  let done = 0;
  const run = async (markets: MarketData[], blind = false): Promise<RunResult[]> => {
    const results: RunResult[] = [];
    // Few at first: what exceeds its budget mostly does so at once.
    for (let size = 1; results.length < markets.length; size = Math.min(2 * size, MAX_BATCH)) {
      const batch = markets.slice(results.length, results.length + size);
      const ran = await runFilter({ code, component, inputs: batch, blind });
      results.push(...ran);
      onProgress(done += batch.length);
      if (ran.some(exceedsBudget)) break;
      await turn();
    }
    return results;
  };
  const captured = await run(inputs.captured);
  // Where it failed is known then, and looking again takes as long as a run.
  const others = await run(inputs.others, captured.some(exceedsBudget));
  return { compileError: null, captured, others };
}

/** Lets what waits for the network go on: a filter runs without a pause. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Whether it was ended for the steps or the memory it took. */
export function exceedsBudget(result: RunResult): boolean {
  return !result.ok && (result.error.class === "timeout" || result.error.class === "memory");
}

/** The first failure of a replay, with the symbol where it is one of a run; null when everything ran. */
export function firstFailure(
  { compileError, captured, others }: Replay,
): (Failure & { symbol?: string }) | null {
  if (compileError !== null) return compileError;
  for (const result of [...captured, ...others]) {
    if (!result.ok) return { ...result.error, symbol: result.symbol };
  }
  return null;
}

/** A failure in words. */
export function inWords({ class: kind, message, symbol }: Failure & { symbol?: string }): string {
  return kind === "compile"
    ? `It does not compile: ${message}`
    : `On ${symbol ?? "a market"} it failed: ${message}`;
}
