// Repairs one case as production does and holds the result against everything it may meet.
import type { FilterWorker } from "../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import type { Failure, RunResult } from "../supabase/functions/_shared/filter-runtime/schema.ts";
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import type { Case } from "./corpus.ts";
import { firstFailure, runOn } from "./run-variants.ts";
import type { EvalInputs, Variant } from "./variants.ts";

const CASE_LIMIT_MS = 60_000;
/** On how many windows code is compared that runs until its budget is spent: each costs as much as hundreds of others. */
const WINDOWS_OVER_BUDGET = 3;

export interface Difference {
  symbol: string;
  variant: string;
  repaired: unknown;
  fixed: unknown;
}

export interface Judgement {
  name: string;
  class: string;
  /** What the original fails with. */
  failure: Failure["class"] | "none";
  /** A rule changed it, and it is sound on what it was repaired with. */
  repaired: boolean;
  validated: boolean;
  /** Why it is not validated. */
  reason?: string;
  /** Null where there is nothing to compare with. */
  same: boolean | null;
  differences: Difference[];
  trueWhereFixedFalse: number;
  rules: string[];
}

/** Never throws for what a case does; one that takes too long is not validated. */
export async function judgeCase(one: Case, inputs: EvalInputs, worker: FilterWorker): Promise<Judgement> {
  const judgement: Judgement = {
    name: one.name,
    class: one.class,
    failure: "none",
    repaired: false,
    validated: false,
    same: null,
    differences: [],
    trueWhereFixedFalse: 0,
    rules: [],
  };
  const signal = AbortSignal.timeout(CASE_LIMIT_MS);
  try {
    await judge(judgement, one, inputs, worker, signal);
  } catch (error) {
    judgement.validated = false;
    judgement.reason = signal.aborted ? `it took longer than ${CASE_LIMIT_MS / 1_000} s` : messageOf(error);
  }
  return judgement;
}

async function judge(
  judgement: Judgement,
  one: Case,
  inputs: EvalInputs,
  worker: FilterWorker,
  signal: AbortSignal,
): Promise<void> {
  const { code, component, fixed } = one;
  const run = (code: string): Promise<RunResult[]> =>
    runOn(inputs.validation, { code, component, worker, signal });
  const found = await firstFailure(inputs, { code, component, worker, signal });
  judgement.failure = found?.error.class ?? "none";
  const captured = found && !inputs.repair.includes(found.input) ? [found.input] : [];
  const repaired = await worker.repair({
    code,
    component,
    inputs: [...captured, ...inputs.repair],
    ...(found && { error: found.error.message }),
  }, { signal, timeoutMs: CASE_LIMIT_MS });
  judgement.rules = repaired.applied.map(({ rule }) => rule);
  judgement.repaired = repaired.changed && repaired.sound;
  if (!judgement.repaired) {
    judgement.reason = repaired.reason ?? "no rule changed it";
    return;
  }
  const results = await run(repaired.code);
  if (fixed !== undefined) compareWithFixed(judgement, inputs.validation, results, await run(fixed));

  const failing = results.findIndex(({ ok }) => !ok);
  const failed = results[failing];
  if (failed && !failed.ok) {
    judgement.reason = `on ${failed.symbol}, ${inputs.validation[failing]?.name}: ${failed.error.message}`;
    return;
  }
  const overBudget = judgement.failure === "timeout" || judgement.failure === "memory";
  const windows = overBudget ? inputs.windows.slice(0, WINDOWS_OVER_BUDGET) : inputs.windows;
  const { suppression } = await worker.compare(
    { code, candidate: repaired.code, component, inputs: windows },
    { signal, timeoutMs: CASE_LIMIT_MS },
  );
  if (suppression[0]) judgement.reason = `${suppression[0].code}: ${suppression[0].message}`;
  judgement.validated = suppression.length === 0;
}

function compareWithFixed(
  judgement: Judgement,
  variants: readonly Variant[],
  repaired: RunResult[],
  fixed: RunResult[],
): void {
  variants.forEach(({ name, input }, index) => {
    const [is, should] = [verdictOf(repaired[index]), verdictOf(fixed[index])];
    if (JSON.stringify(is) === JSON.stringify(should)) return;
    judgement.differences.push({ symbol: input.symbol, variant: name, repaired: is, fixed: should });
    if (is === true && should === false) judgement.trueWhereFixedFalse++;
  });
  judgement.same = judgement.differences.length === 0;
}

function verdictOf(result: RunResult | undefined): unknown {
  if (!result) return null;
  return result.ok ? result.series ?? result.matched : { error: result.error.message };
}
