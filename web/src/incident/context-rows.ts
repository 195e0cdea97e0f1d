import type { ErrorRow } from "../api/incidents.ts";
import { count, millis } from "../words/numbers.ts";

const MAX_CHARS = 500;

const NAMES: Record<string, string> = {
  symbol: "Symbol",
  trigger_interval: "Interval",
  execution_duration_ms: "Run time",
  symbols_processed: "Symbols processed",
  executor_version: "Executor version",
  machine_id: "Machine",
};

/** What was reported along with an error, as names and values: what is known in words and first, the rest as it came. */
export function contextRows(
  { context, symbol, trigger_interval }: Pick<ErrorRow, "context" | "symbol" | "trigger_interval">,
): [string, string][] {
  const all: Record<string, unknown> = { ...context, symbol, trigger_interval };
  const known = Object.keys(NAMES);
  const others = Object.keys(all).filter((key) => !known.includes(key));
  return [...known, ...others].flatMap((key): [string, string][] => {
    const value = all[key];
    return value === null || value === undefined || value === ""
      ? []
      : [[NAMES[key] ?? key, valueWords(key, value)]];
  });
}

function valueWords(key: string, value: unknown): string {
  if (typeof value === "number") return key === "execution_duration_ms" ? millis(value) : count(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
}
