// One walk over candles of the past serves both the list of missed signals and the marks on the charts.
import type { Subject } from "../_shared/subject.ts";
import { lengthOf } from "../_shared/timeframes.ts";
import type { Gap, Preview } from "./answer.ts";
import { type Charted, CHARTED_CANDLES, chartOf, chartPoints } from "./chart.ts";
import { historyOf } from "./history.ts";
import type { Gathered } from "./markets.ts";
import { missedOf, type Outage, outageOf, outagePoints, signalsOf } from "./missed.ts";
import type { Market, Stage, Verdicts } from "./verdicts.ts";
import { MAX_POINTS, type Point, walk, type Walked } from "./walk.ts";
import type { History } from "./windows.ts";

/** Which candles of the past are looked at. */
export interface Plan {
  timeframe: string;
  /** Null where no failing filter can have missed anything. */
  outage: Outage | null;
  /** Whether the incident is that the running code takes too long. */
  timesOut: boolean;
  charted: Market[];
  /** Those whose history is asked for. */
  symbols: string[];
  since: number;
  now: number;
}

/** `timeframes`: those that the code reads, finest first. */
export function planPast(
  incident: Subject["incident"],
  { markets, executor }: Pick<Gathered, "markets" | "executor">,
  { running, candidate }: Pick<Verdicts, "running" | "candidate">,
  charted: Market[],
  timeframes: readonly string[],
  now: number,
): Plan {
  const timeframe = timeframes[0] ?? "";
  const given = markets.filter(({ from }) => from === "executor").map(({ data }) => data.symbol);
  const outage = incident?.component === "filter"
    ? outageOf(incident, running, candidate, { executor, symbols: given }, now)
    : null;
  const drawn = charted.filter(({ from }) => from === "executor").map(({ data }) => data.symbol);
  return {
    timeframe,
    outage,
    timesOut: incident?.error_type === "timeout",
    charted,
    symbols: [...new Set([...drawn, ...outage?.symbols ?? []])],
    since: Math.min(now - CHARTED_CANDLES * lengthOf(timeframe), outage?.from ?? now),
    now,
  };
}

/** Runs both filters over what is planned, the outage first and the newest candles first. */
export async function walkPast(
  plan: Plan,
  histories: readonly History[],
  verdicts: Verdicts,
  stage: Stage,
  onProgress: (done: number, total: number) => void,
): Promise<Pick<Preview, "missed" | "chart">> {
  const { timeframe } = plan;
  const charts = plan.charted.map((market): Charted => ({
    market,
    history: histories.find(({ symbol }) => symbol === market.data.symbol && market.from === "executor") ??
      historyOf(market),
  }));
  const { points: inOutage, gaps } = pointsOfOutage(plan.outage, histories, timeframe);
  const drawn = charts.flatMap(({ history }) => chartPoints(history, plan.now));
  const points = merged(inOutage.slice(0, MAX_POINTS), drawn).slice(0, MAX_POINTS);
  if (inOutage.length > MAX_POINTS) gaps.push("points_cut");
  const walked = await walk(points, verdicts, stage, plan.timesOut, onProgress);
  const canMatch = verdicts.candidate.compileError === null && !verdicts.candidate.exceeds;
  if (canMatch && isUnfinished(points, walked)) gaps.push("out_of_time");
  return {
    missed: plan.outage === null ? null : missedOf(plan.outage, gaps, signalsOf(walked, timeframe)),
    chart: charts.map((chart) => chartOf(chart, walked)),
  };
}

function pointsOfOutage(
  outage: Outage | null,
  histories: readonly History[],
  timeframe: string,
): { points: Point[]; gaps: Gap[] } {
  if (outage === null) return { points: [], gaps: [] };
  const found = histories.filter(({ symbol }) => outage.symbols.includes(symbol));
  const parts = found.map((history) => outagePoints(history, timeframe, outage));
  const gaps = [...outage.gaps, ...parts.flatMap((part) => part.gaps)];
  if (found.length < outage.symbols.length) gaps.push("symbols_missing");
  return { points: newestFirst(parts.flatMap(({ points }) => points)), gaps };
}

/** The points of the outage, then those that are only drawn; what is both is run once. */
function merged(inOutage: readonly Point[], drawn: readonly Point[]): Point[] {
  const key = ({ history, time }: Point): string => `${history.symbol} ${time}`;
  const charted = new Map(newestFirst(drawn).map((point) => [key(point), point]));
  const both = inOutage.map((point) => ({ ...point, charted: charted.delete(key(point)) }));
  return [...both, ...charted.values()];
}

function newestFirst(points: readonly Point[]): Point[] {
  return points.toSorted((a, b) => b.time - a.time);
}

function isUnfinished(points: readonly Point[], walked: readonly Walked[]): boolean {
  return points.slice(walked.length).some(({ inOutage }) => inOutage) ||
    walked.some(({ point, candidate, running }) =>
      point.inOutage && (candidate === null || candidate === "matched" && running === null)
    );
}
