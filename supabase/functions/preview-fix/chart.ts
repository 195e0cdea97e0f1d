import type { Kline } from "../_shared/filter-runtime/schema.ts";
import type { Chart, Marker, MarketRow, SeriesOfSymbol } from "./answer.ts";
import { drawn } from "./series.ts";
import { type Market, rowsOf, type Verdicts } from "./verdicts.ts";
import type { Point, Walked } from "./walk.ts";
import { closeOf, type History, isKnown } from "./windows.ts";

const MAX_CHARTS = 4;
/** How many candles a chart shows. */
export const CHARTED_CANDLES = 120;

/** A market that is drawn, with as much of its history as there is. */
export interface Charted {
  market: Market;
  history: History;
}

/** What is drawn first: where one of the two fails, then where the answer changes. */
const RANKS: Record<MarketRow["change"], number> = {
  broken: 1,
  fixed: 1,
  failing: 1,
  changed: 2,
  equal: 3,
  not_run: 3,
};

/** The markets to draw, of the executor, else captured, else samples: those of the symbols that were reported to fail first. */
export function pickCharted(
  verdicts: readonly Verdicts[],
  markets: readonly Market[],
  failing: readonly string[],
): Market[] {
  const kind = (["executor", "captured", "sample"] as const).find((from) =>
    markets.some((market) => market.from === from)
  );
  const rows = verdicts.map((one) => rowsOf(one, markets));
  const ranked = markets.map((market, index) => ({
    market,
    rank: failing.includes(market.data.symbol)
      ? 0
      : Math.min(...rows.map((of) => RANKS[of[index]?.change ?? "not_run"])),
  }));
  const first = new Map<string, Market>();
  for (const { market } of ranked.toSorted((a, b) => a.rank - b.rank)) {
    const { symbol } = market.data;
    if (market.from === kind && !first.has(symbol)) first.set(symbol, market);
  }
  return [...first.values()].slice(0, MAX_CHARTS);
}

/** The newest closed candles, as points at which it is known what a filter was given. */
export function chartPoints(history: History, now: number): Point[] {
  const timeframe = finestOf(history);
  return newest(history).map((candle) => ({ candle, time: closeOf(candle, timeframe) }))
    .filter(({ time }) => time <= now && isKnown(history, time))
    .map((point) => ({ ...point, history, inOutage: false, charted: true }));
}

/** One chart, with the marks of both at the candles they were run at. */
export function chartOf({ market, history }: Charted, walked: readonly Walked[]): Chart {
  const there = walked.filter(({ point, running, candidate }) =>
    point.charted && point.history === history && (running !== null || candidate !== null)
  ).toSorted((a, b) => a.point.time - b.point.time);
  return {
    symbol: market.data.symbol,
    from: market.from,
    timeframe: finestOf(history),
    candles: newest(history).map((
      { openTime, open, high, low, close, volume },
    ) => [openTime, open, high, low, close, volume]),
    markers: there.flatMap(markersOf),
    walked_from: there[0]?.point.candle.openTime ?? null,
  };
}

function newest(history: History): readonly Kline[] {
  return (history.klines[finestOf(history)] ?? []).slice(-CHARTED_CANDLES);
}

function finestOf({ klines }: History): string {
  return Object.keys(klines).find((timeframe) => klines[timeframe]?.length !== 0) ?? "";
}

function markersOf({ point, running, candidate }: Walked): Marker[] {
  const time = point.candle.openTime;
  const said = { running, candidate };
  return (["running", "candidate"] as const).flatMap((who): Marker[] => {
    const verdict = said[who];
    return verdict === "matched" || verdict === "failed" ? [{ time, kind: `${who}_${verdict}` }] : [];
  });
}

/** What the series code of both draws on the markets that are drawn. */
export function seriesOf(
  verdicts: Verdicts,
  markets: readonly Market[],
  charted: readonly Market[],
): SeriesOfSymbol[] {
  return charted.map((market) => {
    const index = markets.indexOf(market);
    const of = (who: "running" | "candidate"): SeriesOfSymbol["running"] => {
      const result = verdicts[who].ran[index]?.result;
      return result?.ok === true ? drawn(result.series ?? null) : null;
    };
    return { symbol: market.data.symbol, running: of("running"), candidate: of("candidate") };
  });
}
