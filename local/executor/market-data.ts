// Gathers what a filter sees: the ticker of each symbol and 250 candles of each timeframe.
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { type CandleSource, candlesPerInterval, type Interval } from "../candles/candle-source.ts";
import type { Failure } from "./failure.ts";

export interface GatheredData {
  inputs: MarketData[];
  /** Symbols that could not be had this time: a failure of every trader, and no trader's fault. */
  missing: Failure[];
}

export async function gatherMarketData(
  source: CandleSource,
  timestamp: string,
  signal: AbortSignal,
): Promise<GatheredData> {
  const gathered: GatheredData = { inputs: [], missing: [] };
  const answers = await Promise.allSettled(
    source.symbols.map((symbol) => readSymbol(source, symbol, signal)),
  );
  signal.throwIfAborted();
  source.symbols.forEach((symbol, index) => {
    const answer = answers[index];
    if (answer?.status === "fulfilled") gathered.inputs.push({ ...answer.value, symbol, timestamp });
    else gathered.missing.push(notFetched(symbol, answer?.reason));
  });
  return gathered;
}

async function readSymbol(
  source: CandleSource,
  symbol: string,
  signal: AbortSignal,
): Promise<Pick<MarketData, "ticker" | "klines">> {
  const [ticker, ...series] = await Promise.all([
    source.ticker(symbol, signal),
    ...source.intervals.map((interval) => source.klines(symbol, interval, candlesPerInterval, signal)),
  ]);
  const klines = Object.fromEntries(
    source.intervals.map((interval, index) => [interval, series[index] ?? []]),
  );
  return { ticker, klines };
}

function notFetched(symbol: string, reason: unknown): Failure {
  const why = reason instanceof Error ? reason.message : String(reason);
  const message = `failed to fetch klines for symbol ${symbol}: ${why}`;
  return { component: "filter", errorType: "infrastructure", message, symbol };
}

/**
 * The part of the input that this code can have looked at. All timeframes of one symbol are more than record-error
 * keeps per event (256 KB), and a cut input would not reproduce the failure.
 */
export function inputOf(code: string, required: readonly Interval[], input: MarketData): MarketData {
  const used = Object.entries(input.klines).filter(([interval]) =>
    required.some((name) => name === interval) || code.includes(`"${interval}"`)
  );
  return used.length === 0 ? input : { ...input, klines: Object.fromEntries(used) };
}
