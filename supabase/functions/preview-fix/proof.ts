import type { Comparison } from "../_shared/filter-runtime/comparison.ts";
import type { MarketData, RunResult } from "../_shared/filter-runtime/schema.ts";
import type { Replay } from "../_shared/proof/replay.ts";
import { lookForSuppression, pairsOf } from "../_shared/proof/suppression.ts";
import type { Trial } from "../_shared/proof/trial.ts";
import { validate } from "../_shared/proof/validate.ts";
import type { ComponentFinding, Preview } from "./answer.ts";
import type { CodeRun } from "./code-run.ts";
import type { Market, Sides, Verdicts } from "./verdicts.ts";
import type { WorkBudget } from "./work-budget.ts";

/** What a run costs that also looks for failing statements, against one that does not. */
const COMPARED_COST = 2;

/** The pipeline's proof of the candidate's code of one component, on what was captured and the executor's markets, or samples where it gave none. */
export async function prove(
  verdicts: Verdicts,
  sides: Sides,
  markets: readonly Market[],
  budget: WorkBudget,
): Promise<Pick<Preview, "proof" | "why_no_proof">> {
  if (verdicts.candidate.exceeds) return { proof: null, why_no_proof: "candidate_exceeds_limits" };
  const othersFrom = markets.some(({ from }) => from === "executor") ? "executor" : "samples";
  const proving = markets.map(({ from }) => from === "captured" || (from === "sample") === (othersFrom === "samples"));
  const isKnown = proving.every((wanted, index) => !wanted || verdicts.candidate.ran[index] !== null);
  // It runs the candidate once more and then both.
  const { running, candidate } = verdicts;
  const costMs = (COMPARED_COST + 1) * candidate.usualMs + COMPARED_COST * running.usualMs;
  if (!isKnown || costMs > budget.leftMs) return { proof: null, why_no_proof: "out_of_time" };
  const trial = trialOf(verdicts, sides, markets, (index) => proving[index] === true, othersFrom);
  return { proof: await budget.spend(() => validate(trial)), why_no_proof: null };
}

/** What looks like a silenced failure over all markets that the candidate runs on, and what both cost; null when there is no time to look. */
export async function compared(
  verdicts: Verdicts,
  sides: Sides,
  markets: readonly Market[],
  budget: WorkBudget,
): Promise<{ findings: ComponentFinding[]; cost: Comparison["cost"] } | null> {
  const { component, running, candidate } = verdicts;
  if (COMPARED_COST * (running.usualMs + candidate.usualMs) > budget.leftMs) return null;
  const ranOn = (index: number): boolean => candidate.ran[index]?.result.ok === true;
  const trial = trialOf(verdicts, sides, markets, ranOn, "executor");
  const after = replayOf(candidate, markets, ranOn);
  const { suppression, cost } = await budget.spend(() =>
    lookForSuppression(trial, candidate.fuel, pairsOf(trial.original, after))
  );
  return { findings: suppression.map((finding) => ({ component, ...finding })), cost };
}

function trialOf(
  { component, running }: Verdicts,
  sides: Sides,
  markets: readonly Market[],
  wanted: (index: number) => boolean,
  othersFrom: Trial["inputs"]["othersFrom"],
): Trial {
  const chosen = markets.filter((_, index) => wanted(index));
  const dataOf = (isCaptured: boolean): MarketData[] =>
    chosen.filter(({ from }) => (from === "captured") === isCaptured).map(({ data }) => data);
  return {
    base: sides.running.code,
    candidate: sides.candidate.code,
    component,
    inputs: { captured: dataOf(true), others: dataOf(false), othersFrom },
    original: replayOf(running, markets, wanted),
  };
}

/** What a run was seen to do, as a replay of those markets has it: up to the first that it was not run on. */
function replayOf(run: CodeRun, markets: readonly Market[], wanted: (index: number) => boolean): Replay {
  const resultsOf = (isCaptured: boolean): RunResult[] => {
    const ran = run.ran.filter((_, index) =>
      wanted(index) && (markets[index]?.from === "captured") === isCaptured
    );
    const end = ran.findIndex((one) => one === null || one.assumed && one.result.steps === 0);
    return (end < 0 ? ran : ran.slice(0, end)).flatMap((one) => one === null ? [] : [one.result]);
  };
  return {
    compileError: run.compileError,
    captured: run.compileError === null ? resultsOf(true) : [],
    others: run.compileError === null ? resultsOf(false) : [],
  };
}
