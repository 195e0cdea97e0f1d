// What the candidate would have matched while the running code failed: past, and never executed.
import type { Executor, Gap, Missed, Signal } from "./answer.ts";
import type { Incident } from "../_shared/subject.ts";
import { lengthOf } from "../_shared/timeframes.ts";
import type { CodeRun } from "./code-run.ts";
import type { Point, Walked } from "./walk.ts";
import { closeOf, type History, isKnown } from "./windows.ts";

/** Further back than this nobody looks for a signal. */
const MAX_WINDOW_MS = 24 * 3_600_000;
const MAX_SYMBOLS = 8;
/** A candle may close, and be had, a little later than the clock says. */
const LATE_CANDLES = 2;

export interface Outage {
  from: number;
  to: number;
  gaps: Gap[];
  /** The symbols that are looked at. */
  symbols: string[];
}

/** When the running code failed, and where: on the symbols it was reported for, or on all when it cannot run at all or none is known. */
export function outageOf(
  incident: Incident,
  running: CodeRun,
  candidate: CodeRun,
  { executor, symbols: given }: { executor: Executor; symbols: readonly string[] },
  now: number,
): Outage {
  const to = incident.resolved_at ?? now;
  const from = Math.max(incident.first_seen, to - MAX_WINDOW_MS);
  const affected = running.compileError !== null || incident.symbols.length === 0 ? given : incident.symbols;
  const present = affected.filter((symbol) => given.includes(symbol));
  const gaps: Gap[] = [];
  if (executor === "not_configured") gaps.push("executor_not_configured");
  else if (executor === "away") gaps.push("executor_away");
  else if (present.length < affected.length) gaps.push("symbols_missing");
  if (candidate.compileError !== null) gaps.push("candidate_does_not_compile");
  if (candidate.exceeds) gaps.push("candidate_exceeds_limits");
  if (from > incident.first_seen) gaps.push("window_cut");
  if (present.length > MAX_SYMBOLS) gaps.push("symbols_cut");
  return { from, to, gaps, symbols: present.slice(0, MAX_SYMBOLS) };
}

/** The candles of the finest timeframe that closed in the outage and at which it is known what a filter was given; and what is not known. */
export function outagePoints(
  history: History,
  timeframe: string,
  { from, to }: Pick<Outage, "from" | "to">,
): { points: Point[]; gaps: Gap[] } {
  const candles = history.klines[timeframe] ?? [];
  const inside = candles.map((candle) => ({ candle, time: closeOf(candle, timeframe) }))
    .filter(({ time }) => time >= from && time <= to);
  const known = inside.filter(({ time }) => isKnown(history, time));
  const [first] = candles;
  const last = candles.at(-1);
  const gaps: Gap[] = [];
  const startsLate = !history.whole.has(timeframe) && first !== undefined && first.openTime > from;
  if (known.length < inside.length || startsLate) gaps.push("history_short");
  const newest = last === undefined ? 0 : closeOf(last, timeframe);
  if (newest < to - LATE_CANDLES * lengthOf(timeframe)) gaps.push("candles_stale");
  return {
    points: known.map((point) => ({ ...point, history, inOutage: true, charted: false })),
    gaps,
  };
}

/** Candles in a row at which the candidate matches and the running code fails are one signal; the earliest come first. */
export function signalsOf(walked: readonly Walked[], timeframe: string): Signal[] {
  const length = lengthOf(timeframe);
  const signals: Signal[] = [];
  const open = new Map<string, Signal>();
  const missed = walked.filter(({ point, running, candidate }) =>
    point.inOutage && candidate === "matched" && running === "failed"
  );
  for (const { point: { history: { symbol }, candle, time } } of missed.toSorted(byTime)) {
    const before = open.get(symbol);
    if (before !== undefined && before.to + length === time) {
      before.to = time;
      before.candles++;
      continue;
    }
    const { openTime: from, close: price } = candle;
    const signal = { symbol, timeframe, from, to: time, candles: 1, price };
    open.set(symbol, signal);
    signals.push(signal);
  }
  return signals;
}

function byTime(a: Walked, b: Walked): number {
  return a.point.time - b.point.time;
}

/** The list, with each reason why it may lack some once. */
export function missedOf({ from, to }: Outage, gaps: readonly Gap[], signals: Signal[]): Missed {
  const why_incomplete = [...new Set(gaps)];
  return {
    from,
    to,
    complete: why_incomplete.length === 0,
    why_incomplete,
    past: true,
    executed: false,
    signals,
  };
}
