import { checkFilter, runFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import type { Component, MarketData, RunResult } from "../_shared/filter-runtime/schema.ts";
import type { FilterCode } from "./claim.ts";
import type { Inputs } from "./inputs.ts";

/** What code did on each input, in the order of the inputs; `compileError` when it did not get that far. */
export interface Replay {
  compileError: string | null;
  captured: RunResult[];
  others: RunResult[];
}

/**
 * Runs one component of a filter on every input. Code that does not compile runs on none, and code that exceeds its budget on a captured
 * input not on the others: it would spend the budget on each.
 */
export async function replay(filter: FilterCode, component: Component, inputs: Inputs): Promise<Replay> {
  const code = codeOf(filter, component);
  const check = await checkFilter(code, component);
  if (!check.ok) {
    return {
      compileError: check.errors[0]?.message ?? "The code does not compile",
      captured: [],
      others: [],
    };
  }
  const run = async (markets: MarketData[]): Promise<RunResult[]> =>
    markets.length === 0 ? [] : await runFilter({ code, component, inputs: markets });
  const captured = await run(inputs.captured);
  return {
    compileError: null,
    captured,
    others: captured.some(exceedsBudget) ? [] : await run(inputs.others),
  };
}

/** Whether it was ended for the steps or the memory it took. */
export function exceedsBudget(result: RunResult): boolean {
  return !result.ok && (result.error.class === "timeout" || result.error.class === "memory");
}

/** The first failure of a replay in words, or null when everything ran. */
export function firstFailure({ compileError, captured, others }: Replay): string | null {
  if (compileError !== null) return `It does not compile: ${compileError}`;
  for (const result of [...captured, ...others]) {
    if (!result.ok) return `On ${result.symbol} it failed: ${result.error.message}`;
  }
  return null;
}

/** The code of one component. */
export function codeOf(filter: FilterCode, component: Component): string {
  return component === "filter" ? filter.code : filter.series_code;
}

/** The filter with other code for one component. */
export function withCode(filter: FilterCode, component: Component, code: string): FilterCode {
  return component === "filter" ? { ...filter, code } : { ...filter, series_code: code };
}
