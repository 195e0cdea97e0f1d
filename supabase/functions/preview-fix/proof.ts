import type { Comparison, Cost } from "../_shared/filter-runtime/comparison.ts";
import { FilterRuntimeError } from "../_shared/filter-runtime/filter-runtime-error.ts";
import type { Component, MarketData, RunResult } from "../_shared/filter-runtime/schema.ts";
import type { Replay } from "../_shared/proof/replay.ts";
import { lookForSuppression, pairsOf } from "../_shared/proof/suppression.ts";
import type { Trial } from "../_shared/proof/trial.ts";
import { validate } from "../_shared/proof/validate.ts";
import type { Preview } from "./answer.ts";
import type { CodeRun } from "./code-run.ts";
import type { Stage, Verdicts } from "./verdicts.ts";

/** What a run costs that also looks for failing statements, against one that does not. */
const COMPARED_COST = 2;

type Proven = Pick<Preview, "proof" | "why_no_proof">;

/**
 * The pipeline's proof of the candidate's code of the component that failed, on what was captured and on the executor's markets, or samples
 * where it gave none.
 */
export async function prove(
  failed: Component | undefined,
  verdicts: readonly Verdicts[],
  stage: Stage,
  onProgress: (done: number, total: number) => void,
): Promise<Proven> {
  const about = verdicts.find(({ component }) => component === failed);
  if (about === undefined) return { proof: null, why_no_proof: "no_incident" };
  const { running, candidate } = about;
  const { markets, budget } = stage;
  if (candidate.exceeds || about.needsData) {
    return { proof: null, why_no_proof: "candidate_exceeds_limits" };
  }
  const others = markets.some(({ from }) => from === "executor") ? "executor" : "sample";
  const wanted = markets.map(({ from }) => from === "captured" || from === others);
  const total = wanted.filter(Boolean).length;
  // It runs the candidate once more, and then both.
  const costMs = (COMPARED_COST + 1) * candidate.usualMs(total) + COMPARED_COST * running.usualMs(total);
  if (wanted.some((is, index) => is && candidate.ran[index] === null) || costMs > budget.leftMs) {
    return { proof: null, why_no_proof: "out_of_time" };
  }
  const trial: Trial = {
    ...trialOf(about, stage, (index) => wanted[index] === true, others === "sample" ? "samples" : others),
    onProgress: (done) => onProgress(done, total),
  };
  const proof = await unlessCrashed(() => budget.spend(() => validate(trial)));
  return proof === null ? { proof, why_no_proof: "candidate_exceeds_limits" } : { proof, why_no_proof: null };
}

export interface Compared {
  findings: Preview["findings"];
  /** Of the filter; null when it was not compared. */
  cost: Comparison["cost"] | null;
}

/** What looks like a silenced failure in any component, over all markets that the candidate runs on; and what both filters cost. */
export async function compareAll(
  verdicts: readonly Verdicts[],
  stage: Stage,
): Promise<Compared> {
  const all: Compared = { findings: [], cost: null };
  for (const one of verdicts) {
    const comparison = await compare(one, stage);
    if (one.component === "filter") all.cost = comparison?.cost ?? null;
    const found = comparison?.suppression.map((finding) => ({ component: one.component, ...finding }));
    all.findings = all.findings === null || found === undefined ? null : [...all.findings, ...found];
  }
  return all;
}

/** Null when there is no time for it. */
async function compare(
  verdicts: Verdicts,
  stage: Stage,
): Promise<Pick<Comparison, "suppression" | "cost"> | null> {
  const { running, candidate } = verdicts;
  const { budget, markets } = stage;
  const costMs = COMPARED_COST * (running.usualMs(markets.length) + candidate.usualMs(markets.length));
  if (verdicts.needsData || costMs > budget.leftMs) return null;
  const isRunOn = (index: number): boolean => candidate.ran[index]?.result.ok === true;
  const trial = trialOf(verdicts, stage, isRunOn);
  const pairs = pairsOf(trial.original, replayOf(candidate, markets, isRunOn));
  return await unlessCrashed(() => budget.spend(() => lookForSuppression(trial, candidate.fuel, pairs)));
}

/** Null when the code outgrew the runtime's memory, which the runtime cannot tell of one of two. */
async function unlessCrashed<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FilterRuntimeError) return null;
    throw error;
  }
}

/** Of one input; null when none was run. */
export function percentilesOf(cost: Cost | undefined): Preview["timings"]["running"] {
  return cost === undefined || cost.steps_total === 0
    ? null
    : { p50_ms: cost.micros_p50 / 1_000, p95_ms: cost.micros_p95 / 1_000 };
}

function trialOf(
  { component, running }: Verdicts,
  stage: Stage,
  wanted: (index: number) => boolean,
  othersFrom: Trial["inputs"]["othersFrom"] = "executor",
): Trial {
  const chosen = stage.markets.filter((_, index) => wanted(index));
  const dataOf = (isCaptured: boolean): MarketData[] =>
    chosen.filter(({ from }) => (from === "captured") === isCaptured).map(({ data }) => data);
  return {
    base: stage.running.code,
    candidate: stage.candidate.code,
    component,
    inputs: { captured: dataOf(true), others: dataOf(false), othersFrom },
    original: replayOf(running, stage.markets, wanted),
  };
}

/** What code was seen to do, as a replay of those markets has it: up to the first that it was not run on. */
function replayOf(run: CodeRun, markets: Stage["markets"], wanted: (index: number) => boolean): Replay {
  const resultsOf = (isCaptured: boolean): RunResult[] => {
    const ran = run.ran.filter((_, index) =>
      wanted(index) && (markets[index]?.from === "captured") === isCaptured
    );
    const end = ran.findIndex((one) => one === null || one.assumed && one.result.steps === 0);
    return ran.slice(0, end < 0 ? ran.length : end).flatMap((one) => one === null ? [] : [one.result]);
  };
  const { compileError } = run;
  if (compileError !== null) return { compileError, captured: [], others: [] };
  return { compileError, captured: resultsOf(true), others: resultsOf(false) };
}
