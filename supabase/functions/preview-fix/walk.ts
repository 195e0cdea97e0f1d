import { runFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import type { Kline, MarketData } from "../_shared/filter-runtime/schema.ts";
import type { CodeRun } from "./code-run.ts";
import type { Stage, Verdicts } from "./verdicts.ts";
import { type History, marketAt } from "./windows.ts";
import type { WorkBudget } from "./work-budget.ts";

/** The close of one candle, and what both are run there for. */
export interface Point {
  history: History;
  candle: Kline;
  /** When the candle closed. */
  time: number;
  /** In the outage, where a signal may have been missed. */
  inOutage: boolean;
  charted: boolean;
}

type Said = "matched" | "quiet" | "failed";

/** What both said at a point; null where that is not known. */
export interface Walked {
  point: Point;
  running: Said | null;
  candidate: Said | null;
}

/** Most points of one preview. */
export const MAX_POINTS = 600;
/** What takes so many times the steps that either took on current markets does not get further. */
const STEPS_OVER_USUAL = 10;
const LEAST_STEPS = 5_000;
const MOST_STEPS = 200_000;
/** Each call compiles the code again, but none may take longer than so many steps in all. */
const MAX_BATCH = 64;
const STEPS_OF_BATCH = 400_000;

interface Walker {
  code: string;
  run: CodeRun;
  maxSteps: number;
  /** Whether it is known to time out, so that taking long is failing. */
  timesOut: boolean;
}

/**
 * Runs both filters at each point, in order, until the budget is spent; points that were not reached are left out. `timesOut`: the running
 * code was reported to.
 */
export async function walk(
  points: readonly Point[],
  verdicts: Verdicts,
  stage: Stage,
  timesOut: boolean,
  onProgress: (done: number, total: number) => void,
): Promise<Walked[]> {
  const { budget } = stage;
  const fuel = Math.max(verdicts.running.fuel, verdicts.candidate.fuel);
  const maxSteps = Math.min(Math.max(LEAST_STEPS, STEPS_OVER_USUAL * fuel), MOST_STEPS);
  const size = Math.min(Math.max(1, Math.floor(STEPS_OF_BATCH / maxSteps)), MAX_BATCH);
  const running: Walker = { code: stage.running.code.code, run: verdicts.running, maxSteps, timesOut };
  const candidate: Walker = {
    code: stage.candidate.code.code,
    run: verdicts.candidate,
    maxSteps,
    timesOut: false,
  };
  const walked: Walked[] = [];
  for (let at = 0; at < points.length && budget.leftMs > 0; at += size) {
    const batch = points.slice(at, at + size);
    const markets = batch.map(({ history, time }) => marketAt(history, time));
    const is = candidate.run.exceeds ? markets.map(() => null) : await saidBy(candidate, markets, budget);
    const was = running.run === candidate.run ? is : await saidWhere(
      batch.map((point, index) => isNeeded(point, is[index], running)),
      running,
      markets,
      budget,
    );
    walked.push(
      ...batch.map((point, index) => ({ point, running: was[index] ?? null, candidate: is[index] ?? null })),
    );
    onProgress(walked.length, points.length);
  }
  return walked;
}

/** Code that exceeds its limits takes long at every point, so it is run only where it may have missed something. */
function isNeeded(point: Point, candidate: Said | null | undefined, { run }: Walker): boolean {
  return point.inOutage && candidate === "matched" || point.charted && !run.exceeds;
}

async function saidWhere(
  needed: boolean[],
  walker: Walker,
  markets: MarketData[],
  budget: WorkBudget,
): Promise<(Said | null)[]> {
  const said = await saidBy(walker, markets.filter((_, index) => needed[index]), budget);
  return needed.map((isNeeded) => isNeeded ? said.shift() ?? null : null);
}

async function saidBy(
  { code, run, maxSteps, timesOut }: Walker,
  inputs: MarketData[],
  budget: WorkBudget,
): Promise<(Said | null)[]> {
  if (run.compileError !== null) return inputs.map(() => "failed");
  if (inputs.length === 0) return [];
  const results = await budget.spend(() =>
    runFilter({ code, component: "filter", inputs, maxSteps, blind: true })
  );
  return results.map((result) => {
    if (result.ok) return result.matched === true ? "matched" : "quiet";
    // It may only need more steps than it is given here.
    return result.error.class === "timeout" && !(timesOut && run.exceeds) ? null : "failed";
  });
}
