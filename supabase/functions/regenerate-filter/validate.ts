import type { Comparison, Finding } from "../_shared/filter-runtime/comparison.ts";
import { compareFilters } from "../_shared/filter-runtime/filter-runtime.ts";
import type { Component, RunResult } from "../_shared/filter-runtime/schema.ts";
import type { FilterCode } from "./claim.ts";
import type { Inputs } from "./inputs.ts";
import { codeOf, exceedsBudget, firstFailure, type Replay, replay } from "./replay.ts";

const MAX_LISTED = 20;
/** On how many inputs code is compared that runs until its budget is spent: each costs as much as hundreds of others. */
const INPUTS_OVER_BUDGET = 3;

/** The proof of a candidate, stored and shown as it is. */
export interface Validation {
  /** Whether the running code was seen to fail here. */
  reproduced: boolean;
  compiles: boolean;
  /** Whether it runs on every input that was captured when the original failed; false when none was captured or replayed. */
  crash_input_passes: boolean;
  /** How many inputs it ran on in all, and the first of those it fails on. */
  replayed: number;
  failing: { symbol: string; message: string }[];
  /** The inputs on which the running code works: same verdict, or changed. */
  healthy: { inputs: number; equal: number; changed: { symbol: string; before: unknown; after: unknown }[] };
  /** Reasons to believe that it silences the filter instead of mending it; looked for in what runs everywhere. */
  suppression: Finding[];
  /** Milliseconds for one input, at the 95th percentile; null when it does not run everywhere. */
  p95_ms: number | null;
  /** Most steps it took on one input. */
  fuel: number;
  verdict: "validated" | "not_validated";
  /** Why it is not validated, in words. */
  failure: string | null;
}

/** A candidate, and the running code it is to replace with its replay on the inputs. */
export interface Trial {
  base: FilterCode;
  candidate: FilterCode;
  component: Component;
  inputs: Inputs;
  original: Replay;
}

/** Replays a candidate on every input and compares it with the running code. */
export async function validate(trial: Trial): Promise<Validation> {
  const { candidate, component, inputs, original } = trial;
  const after = await replay(candidate, component, inputs);
  const results = [...after.captured, ...after.others];
  const crashInputs = inputs.captured.length > 0 ? after.captured : after.others;
  const failing = firstFailure(after) ??
    (crashInputs.length === 0 ? "There was no market data to run it on" : null);
  const comparison = failing === null ? await compared(trial) : null;
  const suppression = comparison?.suppression ?? [];
  const failure = failing ?? suppression[0]?.message ?? null;
  return {
    reproduced: firstFailure(original) !== null,
    compiles: after.compileError === null,
    crash_input_passes: crashInputs.length > 0 && crashInputs.every((result) => result.ok),
    replayed: results.length,
    failing: results.flatMap((result) =>
      result.ok ? [] : [{ symbol: result.symbol, message: result.error.message }]
    )
      .slice(0, MAX_LISTED),
    healthy: compare([...original.captured, ...original.others], results),
    suppression,
    p95_ms: comparison === null ? null : comparison.cost.candidate.micros_p95 / 1_000,
    fuel: Math.max(0, ...results.map((result) => result.steps)),
    verdict: failure === null ? "validated" : "not_validated",
    failure,
  };
}

function compared({ base, candidate, component, inputs, original }: Trial): Promise<Comparison> {
  const all = [...inputs.captured, ...inputs.others];
  return compareFilters({
    code: codeOf(base, component),
    candidate: codeOf(candidate, component),
    component,
    inputs: original.captured.some(exceedsBudget) ? all.slice(0, INPUTS_OVER_BUDGET) : all,
  });
}

function compare(before: RunResult[], after: RunResult[]): Validation["healthy"] {
  const pairs = before.flatMap((was, index) => {
    const is = after[index];
    return was.ok && is !== undefined && is.ok
      ? [{ symbol: was.symbol, before: verdictOf(was), after: verdictOf(is) }]
      : [];
  });
  const changed = pairs.filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after));
  return {
    inputs: pairs.length,
    equal: pairs.length - changed.length,
    changed: changed.slice(0, MAX_LISTED),
  };
}

function verdictOf(result: Extract<RunResult, { ok: true }>): unknown {
  return result.matched ?? result.series;
}
