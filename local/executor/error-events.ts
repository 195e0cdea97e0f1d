// Turns failures into the events that the reporter takes.
import type { ErrorEvent } from "../../clients/typescript/mod.ts";
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type Interval, intervals } from "../candles/candle-source.ts";
import type { Failure } from "./failure.ts";
import { inputOf } from "./market-data.ts";
import type { TraderRun } from "./run-trader.ts";
import type { RunningTrader } from "./running-trader.ts";

/** One event per failure; the candles are cut to what the code can have read only where they are sent. */
export function toEvents(run: TraderRun, inputs: readonly MarketData[], occurredAt: string): ErrorEvent[] {
  return run.failures.map((failure) => {
    const input = inputs.find(({ symbol }) => symbol === failure.symbol);
    const event = describe(run, failure, inputs.length, occurredAt);
    return input ? { ...event, market_data: (): MarketData => seenBy(run.trader, input) } : event;
  });
}

function describe(run: TraderRun, failure: Failure, symbols: number, occurredAt: string): ErrorEvent {
  return {
    trader_id: run.trader.id,
    component: failure.component,
    error_type: failure.errorType,
    error_message: failure.message,
    occurred_at: occurredAt,
    code_sha256: run.trader.codeSha256,
    context: {
      trigger_interval: triggerOf(run.trader),
      symbol: failure.symbol,
      symbols_processed: symbols,
      execution_duration_ms: run.durationMs,
    },
  };
}

/** The shortest timeframe a trader needs is the one whose candles start it. */
function triggerOf(trader: RunningTrader): Interval {
  return intervals.find((interval) => trader.requiredTimeframes.includes(interval)) ?? "1m";
}

function seenBy(trader: RunningTrader, input: MarketData): MarketData {
  return inputOf(trader.code + trader.seriesCode, trader.requiredTimeframes, input);
}
