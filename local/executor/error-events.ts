// Turns failures into the events that record-error takes.
import type { Component, MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type Interval, intervals } from "../candles/candle-source.ts";
import type { ErrorType, Failure } from "./failure.ts";
import { inputOf } from "./market-data.ts";
import type { TraderRun } from "./run-trader.ts";
import type { RunningTrader } from "./running-trader.ts";

export interface ErrorEvent {
  event_id: string;
  trader_id: string;
  component: Component;
  error_type: ErrorType;
  error_message: string;
  occurred_at: string;
  code_sha256: string;
  context: {
    trigger_interval: Interval;
    symbol: string;
    symbols_processed: number;
    execution_duration_ms: number;
    executor_version: string;
    machine_id: string;
  };
  market_data?: MarketData;
}

export interface Identity {
  executorVersion: string;
  machineId: string;
}

/** Builds events, and attaches the candles to the first of each kind only, so that batches stay small. */
export class EventBuilder {
  readonly #identity: Identity;
  readonly #evidenced = new Set<string>();

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  build(run: TraderRun, inputs: readonly MarketData[], occurredAt: string): ErrorEvent[] {
    return run.failures.map((failure) => {
      const event = this.#describe(run, failure, inputs.length, occurredAt);
      const input = inputs.find(({ symbol }) => symbol === failure.symbol);
      return input && this.#isFirst(event) ? { ...event, market_data: seenBy(run.trader, input) } : event;
    });
  }

  #describe(run: TraderRun, failure: Failure, symbols: number, occurredAt: string): ErrorEvent {
    return {
      event_id: crypto.randomUUID(),
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
        executor_version: this.#identity.executorVersion,
        machine_id: this.#identity.machineId,
      },
    };
  }

  #isFirst(event: ErrorEvent): boolean {
    const message = event.error_message.replaceAll(/\d+/g, "#");
    const kind = [event.trader_id, event.code_sha256, event.component, message].join("\0");
    const isFirst = !this.#evidenced.has(kind);
    this.#evidenced.add(kind);
    return isFirst;
  }
}

/** The shortest timeframe a trader needs is the one whose candles start it. */
function triggerOf(trader: RunningTrader): Interval {
  return intervals.find((interval) => trader.requiredTimeframes.includes(interval)) ?? "1m";
}

function seenBy(trader: RunningTrader, input: MarketData): MarketData {
  return inputOf(trader.code + trader.seriesCode, trader.requiredTimeframes, input);
}
