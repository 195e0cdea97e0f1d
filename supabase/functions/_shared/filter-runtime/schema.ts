import { z } from "zod";

export const componentSchema = z.enum(["filter", "series"]);
export type Component = z.infer<typeof componentSchema>;

/** One candle; times in milliseconds since the epoch. Fields the exchange left out count as 0. */
export const klineSchema = z.object({
  openTime: z.number(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
  buyVolume: z.number().default(0),
  sellVolume: z.number().default(0),
  volumeDelta: z.number().default(0),
  quoteVolume: z.number().default(0),
  trades: z.number().default(0),
  closeTime: z.number().default(0),
});
export type Kline = z.infer<typeof klineSchema>;

const tickerSchema = z.object({
  lastPrice: z.number(),
  priceChangePercent: z.number(),
  quoteVolume: z.number(),
});

/** What an executor hands to a filter: one symbol, its ticker and its candles by timeframe, oldest first. */
export const marketDataSchema = z.object({
  symbol: z.string(),
  ticker: tickerSchema.nullish(),
  klines: z.record(z.string(), z.array(klineSchema)),
  timestamp: z.union([z.iso.datetime({ offset: true }), z.number()]).nullish(),
});
export type MarketData = z.infer<typeof marketDataSchema>;

export const failureSchema = z.object({
  class: z.enum(["compile", "runtime", "timeout", "memory"]),
  code: z.string(),
  message: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
});
/** Why code does not compile or a run ended; the line and column are those of the user's own code, from 1. */
export type Failure = z.infer<typeof failureSchema>;

export const checkResultSchema = z.object({
  ok: z.boolean(),
  errors: z.array(failureSchema),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const runResultSchema = z.union([
  z.object({
    symbol: z.string(),
    ok: z.literal(true),
    matched: z.boolean().optional(),
    series: z.record(z.string(), z.unknown()).optional(),
    steps: z.number(),
  }),
  z.object({
    symbol: z.string(),
    ok: z.literal(false),
    error: failureSchema,
    steps: z.number(),
  }),
]);
/** The outcome for one input: `matched` of a filter, `series` of series code, or the error. */
export type RunResult = z.infer<typeof runResultSchema>;

export const runResponseSchema = z.object({
  results: z.array(runResultSchema),
});

export const repairResultSchema = z.object({
  code: z.string(),
  changed: z.boolean(),
  sound: z.boolean(),
  applied: z.array(
    z.object({
      rule: z.string(),
      explanation: z.string(),
      line: z.number().optional(),
    }),
  ),
  reason: z.string().optional(),
});
/** `sound` says that `code` compiles and runs without error on every input given; `reason` why it was left alone. */
export type RepairResult = z.infer<typeof repairResultSchema>;

export const refusalSchema = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});
