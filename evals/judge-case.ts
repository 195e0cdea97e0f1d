// Repairs one case as production does, by rules and then, if it is to be asked, by the model, and judges what comes of it.
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import type { Failure } from "../supabase/functions/_shared/filter-runtime/schema.ts";
import type { Case } from "./corpus.ts";
import { type Bench, judgeCandidate, type Proof, unproven } from "./judge-candidate.ts";
import type { CaseModel, Found } from "./model.ts";
import { firstFailure } from "./run-variants.ts";

const CASE_LIMIT_MS = 60_000;

export interface Judgement extends Proof {
  name: string;
  class: string;
  /** What the original fails with. */
  failure: Failure["class"] | "none";
  /** There is a candidate: of the rules one that is sound on what it was repaired with, of the model any. */
  repaired: boolean;
  /** The candidate that was judged last; null when there is none. */
  code: string | null;
  /** Whose candidate that is. */
  by: "rules" | "model" | null;
  rules: string[];
  costUsd: number;
  /** All that was done for it, waiting for the model included. */
  seconds: number;
}

/** Never throws for what a case does; one that takes too long is not validated. Without `model`, rules alone are tried. */
export async function judgeCase(one: Case, bench: Bench, model: CaseModel | null): Promise<Judgement> {
  const startedAt = performance.now();
  const judgement: Judgement = {
    ...unproven(""),
    name: one.name,
    class: one.class,
    failure: "none",
    repaired: false,
    code: null,
    by: null,
    rules: [],
    costUsd: 0,
    seconds: 0,
  };
  const found = await repairByRules(judgement, one, bench);
  if (!judgement.validated && model !== null) await repairByModel(judgement, one, found, bench, model);
  judgement.seconds = (performance.now() - startedAt) / 1_000;
  return judgement;
}

/** Returns the failure that was repaired, if there is one. */
async function repairByRules(judgement: Judgement, one: Case, bench: Bench): Promise<Found | undefined> {
  const { code, component } = one;
  const { inputs, worker } = bench;
  let found: Found | undefined;
  await within(judgement, async (signal) => {
    found = await firstFailure(inputs, { code, component, worker, signal });
    judgement.failure = found?.error.class ?? "none";
    const captured = found && !inputs.repair.includes(found.input) ? [found.input] : [];
    const repaired = await worker.repair({
      code,
      component,
      inputs: [...captured, ...inputs.repair],
      ...(found && { error: found.error.message }),
    }, { signal, timeoutMs: CASE_LIMIT_MS });
    judgement.rules = repaired.applied.map(({ rule }) => rule);
    if (!repaired.changed || !repaired.sound) {
      judgement.reason = repaired.reason ?? "no rule changed it";
      return;
    }
    await judge(judgement, one, { code: repaired.code, by: "rules" }, bench, signal);
  });
  return found;
}

async function repairByModel(
  judgement: Judgement,
  one: Case,
  found: Found | undefined,
  bench: Bench,
  model: CaseModel,
): Promise<void> {
  const answer = await model.ask(one, found);
  judgement.costUsd = answer.costUsd;
  if (answer.code === null) {
    judgement.reason = `${judgement.reason}; ${answer.failure}`;
    return;
  }
  const candidate = { code: answer.code, by: "model" as const };
  await within(judgement, (signal) => judge(judgement, one, candidate, bench, signal));
}

async function judge(
  judgement: Judgement,
  one: Case,
  candidate: { code: string; by: "rules" | "model" },
  bench: Bench,
  signal: AbortSignal,
): Promise<void> {
  Object.assign(judgement, unproven(""), candidate, { repaired: true });
  const limits = { signal, timeoutMs: CASE_LIMIT_MS };
  Object.assign(judgement, await judgeCandidate(candidate.code, one, judgement.failure, bench, limits));
}

async function within(judgement: Judgement, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const signal = AbortSignal.timeout(CASE_LIMIT_MS);
  try {
    await work(signal);
  } catch (error) {
    judgement.reason = signal.aborted ? `it took longer than ${CASE_LIMIT_MS / 1_000} s` : messageOf(error);
  }
}
