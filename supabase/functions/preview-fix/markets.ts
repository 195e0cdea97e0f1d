import { messageOf } from "../_shared/errors.ts";
import {
  CANDLES_PER_TIMEFRAME,
  type Executor as ExecutorAt,
  fetchKlines,
  fetchSymbols,
} from "../_shared/executor.ts";
import type { Kline, MarketData } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import { marketOf } from "../_shared/proof/inputs.ts";
import { sampleMarkets } from "../_shared/samples.ts";
import type { Executor } from "./answer.ts";
import { inTurn } from "./in-turn.ts";
import type { Subject } from "../_shared/subject.ts";
import { MAX_SYMBOLS, SYMBOL } from "./request.ts";
import type { Market } from "./verdicts.ts";
import { plausible } from "./windows.ts";

/** How many of the executor's answers are waited for at a time. */
const WIDTH = 32;

/** Where candles are asked for, until when. */
export interface Source {
  /** Null when there is none. */
  executor: ExecutorAt | null;
  timeframes: readonly string[];
  signal: AbortSignal;
}

export interface Gathered {
  /** Captured ones first, then the executor's with those that fail first, then samples. */
  markets: Market[];
  executor: Executor;
  missing: string[];
}

/**
 * All that code is run on: of the executor `symbols`, or the failing ones and others unless given. Never fails because of the executor: what it
 * does not give is missing.
 */
export async function gather(
  { incident, captured }: Pick<Subject, "incident" | "captured">,
  symbols: string[] | undefined,
  source: Source,
  log: Logger,
  onProgress: (done: number, total: number) => void,
): Promise<Gathered> {
  const failing = incident?.symbols ?? [];
  const { given, executor, missing } = await ask(source, symbols, failing, log, onProgress);
  const isFailing = ({ symbol }: MarketData): boolean => failing.includes(symbol);
  // What never ends on the first is not run on the rest, so those that work come first where it takes too long.
  const ordered = incident?.error_type === "timeout"
    ? given.toSorted((a, b) => Number(isFailing(a)) - Number(isFailing(b)))
    : given;
  const from = (kind: Market["from"], markets: MarketData[]): Market[] =>
    markets.map((data) => ({ from: kind, data }));
  return {
    executor,
    missing,
    markets: [
      ...from("captured", captured),
      ...from("executor", ordered),
      ...from("sample", sampleMarkets(source.timeframes)),
    ],
  };
}

async function ask(
  source: Source,
  asked: string[] | undefined,
  failing: readonly string[],
  log: Logger,
  onProgress: (done: number, total: number) => void,
): Promise<{ given: MarketData[]; executor: Executor; missing: string[] }> {
  const wanted = asked ?? failing.slice(0, MAX_SYMBOLS);
  const { executor, signal } = source;
  if (executor === null) return { given: [], executor: "not_configured", missing: wanted };
  let listed: string[];
  try {
    const all = await fetchSymbols(executor, signal);
    listed = [...new Set(all)].filter((symbol) => SYMBOL.test(symbol));
  } catch (error) {
    log.error("executor_symbols_unavailable", { message: messageOf(error) });
    return { given: [], executor: "away", missing: wanted };
  }
  const known = new Set(listed);
  const first = wanted.filter((symbol) => known.has(symbol));
  const others = asked === undefined ? listed.filter((symbol) => !wanted.includes(symbol)) : [];
  const symbols = [...first, ...others].slice(0, MAX_SYMBOLS);
  let done = 0;
  const answers = await inTurn(symbols, WIDTH, async (symbol) => {
    const market = await fetchMarket({ ...source, executor }, symbol);
    onProgress(++done, symbols.length);
    return market;
  });
  const given = answers.flatMap((answer) => answer.status === "fulfilled" ? [answer.value] : []);
  const had = new Set(given.map(({ symbol }) => symbol));
  const lost = symbols.filter((symbol) => !had.has(symbol));
  if (lost.length > 0) log.error("executor_markets_missing", { missing: lost.length, of: symbols.length });
  return {
    given,
    executor: lost.length === 0 ? "answered" : given.length > 0 ? "partly" : "away",
    missing: [...wanted.filter((symbol) => !known.has(symbol)), ...lost],
  };
}

async function fetchMarket(
  { executor, timeframes, signal }: Source & { executor: ExecutorAt },
  symbol: string,
): Promise<MarketData> {
  const klines = await Promise.all(timeframes.map(async (timeframe) => {
    const candles = plausible(await fetchKlines(executor, symbol, timeframe, signal));
    return [timeframe, candles.slice(-CANDLES_PER_TIMEFRAME)] as const;
  }));
  return marketOf(symbol, Object.fromEntries<Kline[]>(klines));
}
