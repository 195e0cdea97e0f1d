// What series code draws, as far as it can be drawn here.
import type { SeriesOfSymbol } from "../../../supabase/functions/preview-fix/answer.ts";

/** One name of the series; `lines` is null where its values are no numbers in a row, which are then shown as text. */
export interface SeriesLine {
  name: string;
  lines: { running: (number | null)[]; candidate: (number | null)[] } | null;
  running: string;
  candidate: string;
}

/** The names that either code draws, in the order of the one that is tested. */
export function seriesLines({ running, candidate }: SeriesOfSymbol): SeriesLine[] {
  const names = new Set([...Object.keys(candidate ?? {}), ...Object.keys(running ?? {})]);
  return [...names].map((name) => {
    const was = running?.[name];
    const is = candidate?.[name];
    const lines = { running: numbersOf(was), candidate: numbersOf(is) };
    const isDrawn = lines.running !== null && lines.candidate !== null &&
      lines.running.length + lines.candidate.length > 1;
    return {
      name,
      lines: isDrawn ? { running: lines.running ?? [], candidate: lines.candidate ?? [] } : null,
      running: textOf(was),
      candidate: textOf(is),
    };
  });
}

/** Numbers in a row, with gaps where there is none; nothing at all is an empty row. */
function numbersOf(values: unknown): (number | null)[] | null {
  if (values === undefined || values === null) return [];
  if (!Array.isArray(values)) return null;
  const numbers = values.map((value: unknown) =>
    value === null ? null : typeof value === "number" && Number.isFinite(value) ? value : undefined
  );
  return numbers.every((value) => value !== undefined) ? numbers : null;
}

const MAX_TEXT = 300;

function textOf(values: unknown): string {
  if (values === undefined) return "Nothing";
  const text = JSON.stringify(values);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)} …` : text;
}

/** Where each number is in a box of this size, newest at the right edge, as points of lines between gaps. */
export function pointsOf(
  values: readonly (number | null)[],
  { low, high, count }: { low: number; high: number; count: number },
  { width, height }: { width: number; height: number },
): [number, number][][] {
  const step = width / Math.max(1, count - 1);
  const span = high - low || 1;
  const parts: [number, number][][] = [[]];
  values.forEach((value, index) => {
    if (value === null) return void parts.push([]);
    const x = width - (values.length - 1 - index) * step;
    parts.at(-1)?.push([x, height - ((value - low) / span) * height]);
  });
  return parts.filter((part) => part.length > 0);
}

/** The lowest and highest of all numbers, and how many the longest row has. */
export function rangeOf(rows: readonly (readonly (number | null)[])[]): {
  low: number;
  high: number;
  count: number;
} {
  const numbers = rows.flat().filter((value) => value !== null);
  return {
    low: numbers.length === 0 ? 0 : Math.min(...numbers),
    high: numbers.length === 0 ? 1 : Math.max(...numbers),
    count: Math.max(0, ...rows.map(({ length }) => length)),
  };
}
