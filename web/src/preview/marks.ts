// What is marked on a chart, as it is drawn and as a table lists it.
import type { Chart, Marker } from "../../../supabase/functions/preview-fix/answer.ts";

export type MarkKind = Marker["kind"];

interface MarkLook {
  /** Colour never says it alone. */
  shape: "circle" | "square" | "arrowUp" | "arrowDown";
  position: "aboveBar" | "belowBar";
  /** Of a variable of styles.css. */
  colour: "--accent" | "--good" | "--warn" | "--bad";
  words: string;
}

export const MARKS: Record<MarkKind, MarkLook> = {
  running_matched: {
    shape: "circle",
    position: "belowBar",
    colour: "--accent",
    words: "The running code matches",
  },
  candidate_matched: {
    shape: "arrowUp",
    position: "belowBar",
    colour: "--good",
    words: "This code matches",
  },
  running_failed: {
    shape: "square",
    position: "aboveBar",
    colour: "--warn",
    words: "The running code fails",
  },
  candidate_failed: {
    shape: "arrowDown",
    position: "aboveBar",
    colour: "--bad",
    words: "This code fails",
  },
};

export const markKinds = [
  "running_matched",
  "candidate_matched",
  "running_failed",
  "candidate_failed",
] as const;

/** A mark as the chart takes it; times in seconds. */
export interface DrawnMark {
  time: number;
  kind: MarkKind;
}

export interface DrawnCandle {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

/** Candles in order, each time once: the chart takes no others. */
export function drawnCandles({ candles }: Pick<Chart, "candles">): DrawnCandle[] {
  const byTime = new Map(
    candles.map(([openTime, open, high, low, close]) => {
      const time = Math.floor(openTime / 1_000);
      return [time, { time, open, high, low, close }];
    }),
  );
  return [...byTime.values()].toSorted((a, b) => a.time - b.time);
}

/** Marks in order of time; of those that have no candle nothing can be drawn. */
export function drawnMarks({ candles, markers }: Pick<Chart, "candles" | "markers">): DrawnMark[] {
  const times = new Set(candles.map(([openTime]) => openTime));
  return markers.filter(({ time }) => times.has(time))
    .map(({ time, kind }) => ({ time: Math.floor(time / 1_000), kind }))
    .toSorted((a, b) => a.time - b.time);
}

/** Decimals that a price needs to show its four or so digits that count: 2 for 64,000, 6 for 0.05. */
export function precisionOf(candles: readonly DrawnCandle[]): number {
  const close = Math.abs(candles.at(-1)?.close ?? 1);
  if (close === 0) return 2;
  return Math.min(12, Math.max(2, 4 - Math.floor(Math.log10(close))));
}

/** Marks of one kind at candles in a row, for a table that is not too long. Times in milliseconds. */
export interface MarkSpan {
  kind: MarkKind;
  from: number;
  to: number;
  candles: number;
}

export function spansOf({ candles, markers }: Pick<Chart, "candles" | "markers">): MarkSpan[] {
  const order = new Map(candles.map(([openTime], index) => [openTime, index]));
  const spans: (MarkSpan & { last: number })[] = [];
  const open = new Map<MarkKind, MarkSpan & { last: number }>();
  for (const { time, kind } of markers.toSorted((a, b) => a.time - b.time)) {
    const index = order.get(time);
    if (index === undefined) continue;
    const span = open.get(kind);
    if (span?.last === index - 1) {
      Object.assign(span, { last: index, to: time, candles: span.candles + 1 });
      continue;
    }
    const begun = { kind, from: time, to: time, candles: 1, last: index };
    open.set(kind, begun);
    spans.push(begun);
  }
  return spans.map(({ last: _, ...span }) => span).toSorted((a, b) => b.to - a.to);
}
