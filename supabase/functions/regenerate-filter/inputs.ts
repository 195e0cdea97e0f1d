import { messageOf } from "../_shared/errors.ts";
import { fetchKlines, fetchSymbols } from "../_shared/executor.ts";
import type { Kline, MarketData } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import { sampleMarkets } from "../_shared/samples.ts";
import { timeframesOf } from "../_shared/timeframes.ts";
import type { Claim } from "./claim.ts";
import { codeOf } from "./replay.ts";

const TIME_LIMIT_MS = 8_000;
const MAX_MARKETS = 24;

/** The market data a repair is tried on: what broke the filter, and what else it runs on. */
export interface Inputs {
  captured: MarketData[];
  others: MarketData[];
  /** The executor's current candles, those of failing symbols first; samples when it gives none. */
  othersFrom: "executor" | "samples";
  /** There is an executor, but it could not be asked: what cannot be seen now may be seen later. */
  executorAway: boolean;
}

/** Collects the captured inputs and the current candles of other symbols from the executor; samples instead when it has none. */
export async function gatherInputs(claim: Claim, log: Logger): Promise<Inputs> {
  const { captured } = claim;
  const timeframes = timeframesOf(codeOf(claim.base, claim.incident.component));
  const { markets, away } = await executorMarkets(claim.incident.symbols, timeframes, log);
  return markets.length > 0
    ? { captured, others: markets, othersFrom: "executor", executorAway: false }
    : { captured, others: sampleMarkets(timeframes), othersFrom: "samples", executorAway: away };
}

async function executorMarkets(
  failing: string[],
  timeframes: string[],
  log: Logger,
): Promise<{ markets: MarketData[]; away: boolean }> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const symbols = pickSymbols(await fetchSymbols(signal), failing);
    const answers = await Promise.allSettled(
      symbols.map((symbol) => fetchMarket(symbol, timeframes, signal)),
    );
    const markets = answers.flatMap((answer) => answer.status === "fulfilled" ? [answer.value] : []);
    const missing = answers.length - markets.length;
    if (missing > 0) {
      log.error("executor_markets_missing", { missing, of: answers.length });
    }
    return { markets, away: missing > 0 };
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

async function fetchMarket(symbol: string, timeframes: string[], signal: AbortSignal): Promise<MarketData> {
  const klines = await Promise.all(
    timeframes.map(async (timeframe) => [timeframe, await fetchKlines(symbol, timeframe, signal)] as const),
  );
  return marketOf(symbol, Object.fromEntries(klines));
}

/** A MarketData from candles alone. The executor's API has no ticker, so it is computed from the finest timeframe given. */
function marketOf(symbol: string, klines: Record<string, Kline[]>): MarketData {
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
