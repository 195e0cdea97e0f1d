import { messageOf } from "../errors.ts";
import { type Executor, executorOf, fetchKlines, fetchSymbols } from "../executor.ts";
import type { Component, Kline, MarketData } from "../filter-runtime/schema.ts";
import type { Logger } from "../log.ts";
import { sampleMarkets } from "../samples.ts";
import { timeframesOf } from "../timeframes.ts";
import { codeOf, type FilterCode } from "./filter-code.ts";

const TIME_LIMIT_MS = 8_000;
const MAX_MARKETS = 24;

/** Whose failure it is about, and what is known of it. */
export interface Subject {
  base: FilterCode;
  component: Component;
  errorType: string;
  /** The symbols it was reported to fail on. */
  symbols: string[];
  captured: MarketData[];
  /** The Fly app of the trader's owner; null for the platform's executor. */
  flyApp: string | null;
}

/** The market data a repair is tried on: what broke the filter, and what else it runs on. */
export interface Inputs {
  captured: MarketData[];
  others: MarketData[];
  /** The executor's current candles, those of failing symbols first; samples when it gives none. */
  othersFrom: "executor" | "samples";
  /** There is an executor, but it gave none, or not those of failing symbols: what cannot be seen now may be seen later. */
  executorAway: boolean;
}

/** Collects the captured inputs and the current candles of other symbols from the executor; samples instead when it has none. */
export async function gatherInputs(subject: Subject, log: Logger): Promise<Inputs> {
  const { captured, symbols } = subject;
  const timeframes = timeframesOf(codeOf(subject.base, subject.component));
  const { markets, away } = await executorMarkets(subject, timeframes, log);
  if (markets.length === 0) {
    return { captured, others: sampleMarkets(timeframes), othersFrom: "samples", executorAway: away };
  }
  // What never ends on the first is not run on the rest, so those that work come first where it takes too long.
  const failing = new Set(symbols);
  const others = subject.errorType === "timeout"
    ? markets.toSorted((a, b) => Number(failing.has(a.symbol)) - Number(failing.has(b.symbol)))
    : markets;
  return { captured, others, othersFrom: "executor", executorAway: away };
}

/** `away`: none could be had, or not those that the filter failed on. */
async function executorMarkets(
  { symbols: failing, flyApp }: Subject,
  timeframes: string[],
  log: Logger,
): Promise<{ markets: MarketData[]; away: boolean }> {
  const executor = executorOf(flyApp);
  if (executor === null) return { markets: [], away: false };
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const symbols = pickSymbols(await fetchSymbols(executor, signal), failing);
    const answers = await Promise.allSettled(
      symbols.map((symbol) => fetchMarket(executor, symbol, timeframes, signal)),
    );
    const markets = answers.flatMap((answer) => answer.status === "fulfilled" ? [answer.value] : []);
    const had = new Set(markets.map(({ symbol }) => symbol));
    const missing = symbols.filter((symbol) => !had.has(symbol));
    if (missing.length > 0) {
      log.error("executor_markets_missing", { missing: missing.length, of: symbols.length });
    }
    return {
      markets,
      away: missing.some((symbol) => failing.includes(symbol)) ||
        (markets.length === 0 && missing.length > 0),
    };
  } catch (error) {
    log.error("executor_markets_unavailable", { message: messageOf(error) });
    return { markets: [], away: true };
  }
}

/** At most MAX_MARKETS symbols, those that failed first: they are where a repair must hold. */
function pickSymbols(all: string[], failing: string[]): string[] {
  const affected = all.filter((symbol) => failing.includes(symbol));
  const healthy = all.filter((symbol) => !failing.includes(symbol));
  const half = Math.max(MAX_MARKETS - healthy.length, MAX_MARKETS / 2);
  const picked = affected.slice(0, half);
  return [...picked, ...healthy.slice(0, MAX_MARKETS - picked.length)];
}

async function fetchMarket(
  executor: Executor,
  symbol: string,
  timeframes: string[],
  signal: AbortSignal,
): Promise<MarketData> {
  const klines = await Promise.all(
    timeframes.map(async (timeframe) =>
      [timeframe, await fetchKlines(executor, symbol, timeframe, signal)] as const
    ),
  );
  return marketOf(symbol, Object.fromEntries(klines));
}

/** A MarketData from candles alone, finest timeframe first. The executor's API has no ticker, so it is computed from the finest timeframe given. */
export function marketOf(symbol: string, klines: Record<string, Kline[]>): MarketData {
  const finest = Object.values(klines)[0] ?? [];
  const first = finest[0];
  const last = finest.at(-1);
  const open = first?.open ?? 0;
  const close = last?.close ?? 0;
  return {
    symbol,
    ticker: {
      lastPrice: close,
      priceChangePercent: open === 0 ? 0 : ((close - open) / open) * 100,
      quoteVolume: finest.reduce((sum, kline) => sum + kline.quoteVolume, 0),
    },
    klines,
    timestamp: new Date(last?.closeTime ?? 0).toISOString(),
  };
}
