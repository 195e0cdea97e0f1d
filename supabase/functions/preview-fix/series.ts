// Series code draws what it likes; what is sent of it is bounded.
import type { Outcome, SeriesOfSymbol } from "./answer.ts";

type Series = Record<string, unknown>;

const MAX_NAMES = 20;
const MAX_NAME = 100;
const MAX_TEXT = 200;
const MAX_DEPTH = 4;
/** As many values as a chart has candles. */
const MAX_VALUES = 120;
const MAX_BYTES = 64 * 1024;

/** The names that code drew, with how many values and the last of each. */
export function summarised(series: Series): Extract<Outcome, { series: unknown }> {
  return {
    series: Object.entries(series).slice(0, MAX_NAMES).map(([name, values]) => ({
      name: name.slice(0, MAX_NAME),
      values: Array.isArray(values) ? values.length : 1,
      last: bounded(Array.isArray(values) ? values.at(-1) ?? null : values, 1, 1),
    })),
  };
}

/** The newest values of each name; null where there are none, or more than can be sent. */
export function drawn(series: Series | null): SeriesOfSymbol["running"] {
  if (series === null) return null;
  const names = Object.entries(series).slice(0, MAX_NAMES);
  const kept = Object.fromEntries(
    names.map(([name, values]) => [name.slice(0, MAX_NAME), bounded(values, MAX_VALUES, MAX_DEPTH)]),
  );
  return JSON.stringify(kept).length > MAX_BYTES ? null : kept;
}

function bounded(value: unknown, most: number, depth: number): unknown {
  if (typeof value === "string") return value.slice(0, MAX_TEXT);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.slice(-most).map((item) => bounded(item, most, depth - 1));
  return Object.fromEntries(
    Object.entries(value).slice(0, MAX_NAMES).map((
      [name, item],
    ) => [name.slice(0, MAX_NAME), bounded(item, most, depth - 1)]),
  );
}
