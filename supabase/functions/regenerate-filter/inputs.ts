import { fetchKlines, fetchSymbols } from "../_shared/executor.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Kline, MarketData } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import type { Claim } from "./claim.ts";

const TIME_LIMIT_MS = 8_000;
const MAX_MARKETS = 24;
const DEFAULT_TIMEFRAMES = ["1m", "5m", "15m", "1h", "4h"];

/** The market data a repair is tried on: what broke the filter, and what else it runs on. */
export interface Inputs {
  captured: MarketData[];
  others: MarketData[];
}

/** Collects the captured inputs and, from the executor, the current candles of other symbols; those are left out when it is away. */
export async function gatherInputs(claim: Claim, log: Logger): Promise<Inputs> {
  const { captured } = claim;
  try {
    const signal = AbortSignal.timeout(TIME_LIMIT_MS);
    const timeframes = captured[0] === undefined ? DEFAULT_TIMEFRAMES : Object.keys(captured[0].klines);
    const symbols = pickSymbols(await fetchSymbols(signal), claim.incident.symbols);
    const others = await Promise.all(symbols.map((symbol) => fetchMarket(symbol, timeframes, signal)));
    return { captured, others };
  } catch (error) {
    log.error("executor_markets_unavailable", { message: messageOf(error) });
    return { captured, others: [] };
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
