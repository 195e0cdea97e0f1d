// Runs code on many inputs.
import type { FilterWorker } from "../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import type {
  Component,
  Failure,
  MarketData,
  RunResult,
} from "../supabase/functions/_shared/filter-runtime/schema.ts";
import type { EvalInputs, Variant } from "./variants.ts";

/** Of one call: what it packs stays well below what the module takes. */
const MAX_CANDLES = 20_000;

export interface Subject {
  code: string;
  component: Component;
  worker: FilterWorker;
  signal: AbortSignal;
}

/**
 * Results in the order of the variants. Code that spends its whole budget is not run on those of later calls, which have no
 * result then: each would take as long as hundreds of ordinary ones.
 */
export async function runOn(variants: readonly Variant[], subject: Subject): Promise<RunResult[]> {
  const { code, component, worker, signal } = subject;
  const results: RunResult[] = [];
  for (const inputs of batches(variants)) {
    results.push(...await worker.run({ code, component, inputs }, { signal }));
    if (results.some(isOverBudget)) break;
  }
  return results;
}

/** What production would have captured: a failure on whole windows, and if there is none, on anything. */
export async function firstFailure(
  { repair, validation }: EvalInputs,
  subject: Subject,
): Promise<{ error: Failure; input: MarketData } | undefined> {
  const whole = repair.map((input) => ({ name: "all", input }));
  for (const variants of [whole.slice(0, 1), whole, validation]) {
    const results = await runOn(variants, subject);
    for (const [index, result] of results.entries()) {
      const input = variants[index]?.input;
      if (!result.ok && input) return { error: result.error, input };
    }
  }
  return undefined;
}

function isOverBudget(result: RunResult): boolean {
  return !result.ok && (result.error.class === "timeout" || result.error.class === "memory");
}

function batches(variants: readonly Variant[]): MarketData[][] {
  const made: MarketData[][] = [];
  let candles = Infinity;
  for (const { input } of variants) {
    const size = Object.values(input.klines).reduce((sum, { length }) => sum + length, 0);
    if (candles + size > MAX_CANDLES) {
      made.push([]);
      candles = 0;
    }
    made.at(-1)?.push(input);
    candles += size;
  }
  return made;
}
