// The market data that a repair is made with, and the data that it has to hold on.
import { type CandleSource, candlesPerInterval } from "../local/candles/candle-source.ts";
import {
  cutTo,
  type History,
  marketAt,
  readHistories,
  withTimeframes,
} from "../local/candles/market-windows.ts";
import type { MarketData } from "../supabase/functions/_shared/filter-runtime/schema.ts";

const REPAIR_SYMBOLS = 8;
const SHIFTS = [60, 120, 180, 240];
const CUTS = [10, 1];

/** One input, with what was done to it: "all", "5m alone", "1h missing", "10 candles", "-60 candles". */
export interface Variant {
  name: string;
  input: MarketData;
}

export interface EvalInputs {
  /** What production has at hand: the newest candles of some symbols. */
  repair: MarketData[];
  /** Whole windows of every symbol, at several times. */
  windows: MarketData[];
  /** All that a repaired filter has to run on. */
  validation: Variant[];
}

export async function readInputs(source: CandleSource): Promise<EvalInputs> {
  const histories = await readHistories(source, source.symbols);
  const validation = histories.flatMap(variantsOf);
  return {
    repair: histories.slice(0, REPAIR_SYMBOLS).map((history) => marketAt(history)),
    windows: validation.filter(({ name }) => name === "all" || name.startsWith("-")).map(({ input }) =>
      input
    ),
    validation,
  };
}

function variantsOf(history: History): Variant[] {
  const all = marketAt(history);
  const intervals = Object.keys(all.klines);
  const earlier = SHIFTS.filter((shift) =>
    Object.values(history.klines).some(({ length }) => length - shift >= candlesPerInterval)
  );
  return [
    { name: "all", input: all },
    { name: "no timeframe", input: withTimeframes(all, () => false) },
    ...intervals.flatMap((interval) => [
      { name: `${interval} alone`, input: withTimeframes(all, (name) => name === interval) },
      { name: `${interval} missing`, input: withTimeframes(all, (name) => name !== interval) },
    ]),
    ...CUTS.map((count) => ({ name: `${count} candles`, input: cutTo(all, count) })),
    ...earlier.map((shift) => ({ name: `-${shift} candles`, input: marketAt(history, shift) })),
  ];
}
