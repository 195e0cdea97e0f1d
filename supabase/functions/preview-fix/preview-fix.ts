import { executorOf } from "../_shared/executor.ts";
import { timeframes as known } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import type { FilterCode } from "../_shared/proof/filter-code.ts";
import type { Subject } from "../_shared/subject.ts";
import { timeframesOf } from "../_shared/timeframes.ts";
import type { Preview, Progress } from "./answer.ts";
import { pickCharted, seriesOf } from "./chart.ts";
import { fetchHistories } from "./history.ts";
import { gather, type Gathered, type Source } from "./markets.ts";
import { planPast, walkPast } from "./past.ts";
import { compareAll, type Compared, percentilesOf, prove } from "./proof.ts";
import type { Body } from "./request.ts";
import { check } from "./sides.ts";
import type { Hooks } from "./stream.ts";
import { judgeAll, rowsOf, type Stage, summaryOf } from "./verdicts.ts";
import { WorkBudget, workLimit } from "./work-budget.ts";

/** How long the executor is waited for in all. */
const GATHER_LIMIT_MS = 8_000;

/** What a preview is about, with the code that is to be tried. */
export type Opened = Subject & { candidate: FilterCode };

type Asked = Pick<Body, "symbols" | "timeframes">;
type Found = Omit<Preview, "executor" | "missing" | "timings"> & Pick<Compared, "cost">;
type Tell = (done: number, total: number) => void;

/**
 * What the running code and the candidate say on captured, current and sample markets, and on the candles of the outage. What there is no time
 * for is left out and said to be; throws when nobody waits for the answer any more.
 */
export async function previewFix(
  opened: Opened,
  { symbols, timeframes }: Asked,
  { signal, report, log }: Hooks & { log: Logger },
): Promise<Preview> {
  const tell = (step: Progress["step"]): Tell => (done, total) => report({ step, done, total });
  const source: Source = {
    executor: executorOf(opened.trader.fly_app),
    timeframes: timeframes ?? readBy(opened),
    signal: AbortSignal.any([signal, AbortSignal.timeout(GATHER_LIMIT_MS)]),
  };
  const budget = new WorkBudget(workLimit(), signal);
  const started = performance.now();
  const gathered = await gather(opened, symbols, source, log, tell("gather"));
  const fetchMs = performance.now() - started;
  const { cost, ...found } = await runPreview(opened, gathered, source, budget, tell);
  const { executor, missing } = gathered;
  const took = {
    total_ms: Math.round(performance.now() - started),
    fetch_ms: Math.round(fetchMs),
    run_ms: Math.round(budget.spentMs),
  };
  log.info("previewed", { markets: found.markets.length, executor, ...took });
  const timings = {
    ...took,
    running: percentilesOf(cost?.original),
    candidate: percentilesOf(cost?.candidate),
  };
  return { ...found, executor, missing, timings };
}

/** The preview itself, on what was gathered; the history of markets is asked for at `source`. */
export async function runPreview(
  opened: Opened,
  gathered: Gathered,
  source: Source,
  budget: WorkBudget,
  tell: (step: Progress["step"]) => Tell,
): Promise<Found> {
  const { markets } = gathered;
  const running = await check(opened.running, budget);
  const candidate = await check(opened.candidate, budget);
  const stage: Stage = { running: running.side, candidate: candidate.side, markets, budget };
  const verdicts = await judgeAll(stage, tell("run"));
  const [filter, series] = verdicts;

  const charted = pickCharted(verdicts, markets, opened.incident?.symbols ?? []);
  const now = Date.now();
  const plan = planPast(opened.incident, gathered, filter, charted, source.timeframes, now);
  // They arrive while the proof is made.
  const histories = fetchHistories(source, plan.symbols, plan.since, now);
  const proven = await prove(opened.incident?.component, verdicts, stage, tell("prove"));
  const comparisons = await compareAll(verdicts, stage);
  const past = await walkPast(plan, await histories, filter, stage, tell("walk"));

  const { version_id, version } = opened.running;
  const rows = verdicts.flatMap((one) => rowsOf(one, markets));
  return {
    candidate: candidate.said,
    running: { version_id, version, ...running.said },
    markets: rows,
    summary: summaryOf(rows),
    ...comparisons,
    ...proven,
    ...past,
    series: series === undefined ? [] : seriesOf(series, markets, charted),
  };
}

/** The timeframes that either code reads, finest first. */
function readBy({ running, candidate }: Opened): string[] {
  const read = [running, candidate].flatMap(({ code, series_code }) => [
    ...timeframesOf(code),
    ...series_code === "" ? [] : timeframesOf(series_code),
  ]);
  return known.filter((name) => read.includes(name));
}
