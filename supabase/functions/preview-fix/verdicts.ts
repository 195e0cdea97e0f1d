import { runFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import type { Component, Failure, MarketData, RunResult } from "../_shared/filter-runtime/schema.ts";
import { codeOf, type FilterCode } from "../_shared/proof/filter-code.ts";
import { exceedsBudget } from "../_shared/proof/replay.ts";
import type { MarketRow, Outcome, Preview } from "./answer.ts";
import { CodeRun, FEW_STEPS, type Ran } from "./code-run.ts";
import { summarised } from "./series.ts";
import type { WorkBudget } from "./work-budget.ts";

/** The share of the budget that is kept for the proof and what comes after it. */
const KEPT_SHARE = 0.3;
const MAX_BATCH = 8;

/** A market and where its candles are from. */
export interface Market {
  from: MarketRow["from"];
  data: MarketData;
}

/** Code with why each of its components does not compile, where it does not. */
export interface Side {
  code: FilterCode;
  compileErrors: Record<Component, Failure | null>;
}

/** Which code is run, on what, and at whose expense. */
export interface Stage {
  running: Side;
  candidate: Side;
  markets: readonly Market[];
  budget: WorkBudget;
}

/** What both did with one component on each market, in the order of the markets. */
export interface Verdicts {
  component: Component;
  running: CodeRun;
  candidate: CodeRun;
  /** Whether the candidate goes on for ever where there is no data at all; a comparison tries that, too, and at full length. */
  needsData: boolean;
}

/** Runs the filter of both, and the series code where either has some; `onProgress` hears on how many markets of how many. */
export async function judgeAll(
  stage: Stage,
  onProgress: (done: number, total: number) => void,
): Promise<[filter: Verdicts, ...series: Verdicts[]]> {
  const { running, candidate, markets } = stage;
  const hasSeries = running.code.series_code !== "" || candidate.code.series_code !== "";
  const total = hasSeries ? 2 * markets.length : markets.length;
  let done = 0;
  const batchDone = (size: number): void => onProgress(done += size, total);
  const filter = await judge("filter", stage, batchDone);
  return hasSeries ? [filter, await judge("series", stage, batchDone)] : [filter];
}

/** Runs one component of both on every market as far as the budget goes. */
async function judge(
  component: Component,
  stage: Stage,
  batchDone: (size: number) => void,
): Promise<Verdicts> {
  const { budget } = stage;
  const running = runOf(stage.running, component);
  const isSame = codeOf(stage.running.code, component) === codeOf(stage.candidate.code, component);
  const candidate = isSame ? running : runOf(stage.candidate, component);
  // The candidate first: should the time not suffice, the other is known from production.
  const runs = new Set([candidate, running]);
  for (const group of groupsOf(stage.markets)) {
    for (const run of runs) run.beginGroup();
    // Few at first: what exceeds its limits mostly does so at once.
    for (let at = 0, size = 1; at < group.length; at += size, size = Math.min(2 * size, MAX_BATCH)) {
      const batch = group.slice(at, at + size);
      for (const run of runs) await run.run(batch, budget, budget.limitMs * KEPT_SHARE);
      batchDone(batch.length);
    }
  }
  return { component, running, candidate, needsData: await needsData(component, stage) };
}

async function needsData(component: Component, { candidate, markets, budget }: Stage): Promise<boolean> {
  const [first] = markets;
  if (component !== "filter" || candidate.compileErrors.filter !== null || first === undefined) return false;
  const { symbol, klines } = first.data;
  const empty = Object.fromEntries(Object.keys(klines).map((name) => [name, []]));
  const inputs: MarketData[] = [{ symbol, klines: {} }, { symbol, klines: empty }];
  const { code } = candidate.code;
  const ran = await budget.spend(() =>
    runFilter({ code, component, inputs, maxSteps: FEW_STEPS, blind: true })
  );
  return ran.some(exceedsBudget);
}

function runOf({ code, compileErrors }: Side, component: Component): CodeRun {
  return new CodeRun(codeOf(code, component), component, compileErrors[component]);
}

function groupsOf(markets: readonly Market[]): MarketData[][] {
  return (["captured", "executor", "sample"] as const).map((kind) =>
    markets.filter(({ from }) => from === kind).map(({ data }) => data)
  );
}

/** The verdicts as rows; markets must be those that were judged. */
export function rowsOf({ component, running, candidate }: Verdicts, markets: readonly Market[]): MarketRow[] {
  return markets.map(({ from, data: { symbol } }, index) => {
    const was = running.ran[index] ?? null;
    const is = candidate.ran[index] ?? null;
    return {
      symbol,
      from,
      component,
      running: outcomeOf(was),
      candidate: outcomeOf(is),
      change: changeOf(was, is),
    };
  });
}

function outcomeOf(ran: Ran): Outcome {
  if (ran === null) return { not_run: "out_of_time" };
  const { result, assumed } = ran;
  if (!result.ok) return { error: result.error, assumed };
  return result.series === undefined ? { matched: result.matched === true } : summarised(result.series);
}

function changeOf(was: Ran, is: Ran): MarketRow["change"] {
  if (was === null || is === null) return "not_run";
  if (!was.result.ok) return is.result.ok ? "fixed" : "failing";
  if (!is.result.ok) return "broken";
  return saidBy(was.result) === saidBy(is.result) ? "equal" : "changed";
}

function saidBy(result: Extract<RunResult, { ok: true }>): string {
  return JSON.stringify(result.series ?? result.matched);
}

/** How often each change occurs, and how often each code says yes. */
export function summaryOf(rows: readonly MarketRow[]): Preview["summary"] {
  const summary = {
    markets: rows.length,
    equal: 0,
    changed: 0,
    fixed: 0,
    broken: 0,
    failing: 0,
    not_run: 0,
    matches: { running: 0, candidate: 0 },
  };
  for (const { change, running, candidate } of rows) {
    summary[change]++;
    if (isMatch(running)) summary.matches.running++;
    if (isMatch(candidate)) summary.matches.candidate++;
  }
  return summary;
}

function isMatch(outcome: Outcome): boolean {
  return "matched" in outcome && outcome.matched;
}
