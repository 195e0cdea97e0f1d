// Holds one candidate against everything it may meet, whoever proposed it.
import type { FilterWorker } from "../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import type { Failure, RunResult } from "../supabase/functions/_shared/filter-runtime/schema.ts";
import type { Case } from "./corpus.ts";
import { runOn } from "./run-variants.ts";
import type { EvalInputs, Variant } from "./variants.ts";

/** On how many windows code is compared that runs until its budget is spent: each costs as much as hundreds of others. */
const WINDOWS_OVER_BUDGET = 3;

export interface Difference {
  symbol: string;
  variant: string;
  repaired: unknown;
  fixed: unknown;
}

export interface Proof {
  validated: boolean;
  /** Why it is not validated; null when it is. */
  reason: string | null;
  /** Whether it gives the fixed version's verdicts; null where there is nothing to compare with. */
  same: boolean | null;
  differences: Difference[];
  trueWhereFixedFalse: number;
}

export interface Bench {
  inputs: EvalInputs;
  worker: FilterWorker;
}

/** What is said of a case without a candidate. */
export function unproven(reason: string): Proof {
  return { validated: false, reason, same: null, differences: [], trueWhereFixedFalse: 0 };
}

/** `failure` is what the original fails with. */
export async function judgeCandidate(
  candidate: string,
  { code, component, fixed }: Case,
  failure: Failure["class"] | "none",
  { inputs, worker }: Bench,
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<Proof> {
  const run = (code: string): Promise<RunResult[]> =>
    runOn(inputs.validation, { code, component, worker, signal: options.signal });
  const results = await run(candidate);
  const compared = fixed === undefined ? {} : compareWithFixed(inputs.validation, results, await run(fixed));

  const failing = results.findIndex(({ ok }) => !ok);
  const failed = results[failing];
  if (failed && !failed.ok) {
    const where = `${failed.symbol}, ${inputs.validation[failing]?.name}`;
    return { ...unproven(`on ${where}: ${failed.error.message}`), ...compared };
  }
  const overBudget = failure === "timeout" || failure === "memory";
  const windows = overBudget ? inputs.windows.slice(0, WINDOWS_OVER_BUDGET) : inputs.windows;
  const { suppression: [found] } = await worker.compare(
    { code, candidate, component, inputs: windows },
    options,
  );
  const proof = found
    ? unproven(`${found.code}: ${found.message}`)
    : { ...unproven(""), validated: true, reason: null };
  return { ...proof, ...compared };
}

function compareWithFixed(
  variants: readonly Variant[],
  repaired: RunResult[],
  fixed: RunResult[],
): Pick<Proof, "same" | "differences" | "trueWhereFixedFalse"> {
  const differences = variants.flatMap(({ name, input }, index): Difference[] => {
    const [is, should] = [verdictOf(repaired[index]), verdictOf(fixed[index])];
    if (JSON.stringify(is) === JSON.stringify(should)) return [];
    return [{ symbol: input.symbol, variant: name, repaired: is, fixed: should }];
  });
  const yes = differences.filter(({ repaired, fixed }) => repaired === true && fixed === false);
  return { same: differences.length === 0, differences, trueWhereFixedFalse: yes.length };
}

function verdictOf(result: RunResult | undefined): unknown {
  if (!result) return null;
  return result.ok ? result.series ?? result.matched : { error: result.error.message };
}
