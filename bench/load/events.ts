// What executors report: an event is one to two kilobytes, with a stack, a context and numbers that differ each time.
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { faults } from "../scale/faults.ts";

/** Faults that a failing trader has had before. */
export const FAULTS_PER_TRADER = 10;

const SYMBOLS = 30;

export interface FailingTrader {
  trader_id: string;
  user_id: string;
  code_sha256: string;
  /** Its place among the traders: no two have the same. */
  place: number;
}

export interface ErrorEvent {
  event_id: string;
  trader_id: string;
  component: "filter";
  error_type: "compile" | "runtime" | "timeout";
  error_message: string;
  stack_trace: string;
  code_sha256: string;
  context: Record<string, unknown> & { symbol: string; trigger_interval: string };
  market_data?: MarketData;
  occurred_at: string;
}

/**
 * Another occurrence of one of the trader's faults. Every trader's code is its own, and so is the statement that fails: with a statement
 * that many traders share, the fault would be the platform's, which holds repairs.
 */
export function knownEvent(trader: FailingTrader, fault = randomFault()): ErrorEvent {
  const { message, stack } = faults[(trader.place + fault) % faults.length] ?? { message: "", stack: "" };
  return eventOf(trader, {
    error_type: typeOf(message),
    error_message: withOtherNumbers(message),
    stack_trace: stack,
    failing_statement: `return *value${fault} < ${trader.place}`,
  });
}

/** Any one of the traders. */
export function anyOf(traders: readonly FailingTrader[]): FailingTrader {
  const trader = traders[random(traders.length)];
  if (trader === undefined) throw new Error("A load needs failing traders");
  return trader;
}

/** One of the faults that each trader has. */
export function randomFault(): number {
  return random(FAULTS_PER_TRADER);
}

/** A fault that this trader never had, with the input it failed on, as reporters capture it of the first. */
export function newEvent(trader: FailingTrader, market: MarketData): ErrorEvent {
  const name = Array.from({ length: 10 }, () => String.fromCharCode(97 + random(26))).join("");
  return {
    ...eventOf(trader, {
      error_type: "compile",
      error_message: `failed to compile filter code: ${
        random(40)
      }:18: undefined selector indicators.Calculate${name}`,
      stack_trace: faults[0]?.stack ?? "",
      failing_statement: `average := indicators.Calculate${name}(klines, 20)`,
    }),
    market_data: market,
  };
}

/** Occurrences of one new fault, one by one. */
export function stormOf(trader: FailingTrader, market: MarketData): () => ErrorEvent {
  const { market_data: _, ...first } = newEvent(trader, market);
  return () => ({ ...first, event_id: crypto.randomUUID(), occurred_at: new Date().toISOString() });
}

interface Failure {
  error_type: ErrorEvent["error_type"];
  error_message: string;
  stack_trace: string;
  failing_statement: string;
}

function eventOf(
  trader: FailingTrader,
  { error_type, error_message, stack_trace, failing_statement }: Failure,
): ErrorEvent {
  return {
    event_id: crypto.randomUUID(),
    trader_id: trader.trader_id,
    component: "filter",
    error_type,
    error_message,
    stack_trace,
    code_sha256: trader.code_sha256,
    context: {
      symbol: `S${random(SYMBOLS)}USDT`,
      trigger_interval: "5m",
      symbols_processed: random(100),
      execution_duration_ms: random(900) + 0.5,
      executor_version: "2026.11.3",
      machine_id: "148e21ea7d9189",
      failing_statement,
    },
    occurred_at: new Date().toISOString(),
  };
}

/** As the clients report it, which know where an error came from. */
function typeOf(message: string): ErrorEvent["error_type"] {
  if (message.includes("timed out")) return "timeout";
  return message.startsWith("cannot use") ? "compile" : "runtime";
}

function withOtherNumbers(message: string): string {
  return message.replaceAll(/\b\d+\b/g, () => String(random(500)));
}

function random(below: number): number {
  return Math.floor(Math.random() * below);
}
