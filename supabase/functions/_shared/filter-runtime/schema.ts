import * as z from "zod";

export const componentSchema = z.enum(["filter", "series"]);
export type Component = z.infer<typeof componentSchema>;

/** The executor's timeframes. */
export const timeframes = ["1m", "5m", "15m", "1h", "4h", "1d"] as const;

const timeframeSchema = z.string().refine(
  (name) => timeframes.some((known) => known === name),
  {
    error: `must be a timeframe of the executor: ${timeframes.join(", ")}`,
  },
);

/** One candle; times in milliseconds since the epoch. Fields the exchange left out count as 0. */
export const klineSchema = z.object({
  openTime: z.int(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
  buyVolume: z.number().default(0),
  sellVolume: z.number().default(0),
  volumeDelta: z.number().default(0),
  quoteVolume: z.number().default(0),
  trades: z.int().default(0),
  closeTime: z.int().default(0),
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
  klines: z.record(timeframeSchema, z.array(klineSchema)),
  timestamp: z.union([z.iso.datetime({ offset: true }), z.number()]).nullish(),
});
export type MarketData = z.infer<typeof marketDataSchema>;

/** The same without the candles, which are many: those are looked at one by one as they are packed. */
export const inputHeadSchema = marketDataSchema.extend({
  klines: z.record(
    timeframeSchema,
    z.custom<readonly unknown[]>(Array.isArray, {
      error: "must be a list of candles",
    }),
  ),
});

/** What all calls take beside inputs. */
export const requestSchema = z.object({
  code: z.string(),
  candidate: z.string().optional(),
  donor: z.string().optional(),
  donorFixed: z.string().optional(),
  component: componentSchema,
  error: z.string().optional(),
  maxSteps: z.int().positive().optional(),
  blind: z.boolean().optional(),
});

export const failureSchema = z.object({
  class: z.enum(["compile", "runtime", "timeout", "memory"]),
  code: z.string(),
  message: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
  source: z.string().optional(),
  explanation: z.string().optional(),
  values: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});
/**
 * Why code does not compile or a run ended. The line and column are those of the user's own code, from 1; `source` is that
 * line, `explanation` a sentence for people who read no Go, `values` what the failing statement was about to use.
 */
export type Failure = z.infer<typeof failureSchema>;

export const warningSchema = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number(),
  column: z.number(),
  source: z.string().optional(),
  explanation: z.string().optional(),
});
/** What the interpreter accepts and the Go compiler would not. */
export type Warning = z.infer<typeof warningSchema>;

export const checkResultSchema = z.object({
  ok: z.boolean(),
  errors: z.array(failureSchema),
  warnings: z.array(warningSchema),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

const ranSchema = z.object({
  symbol: z.string(),
  ok: z.literal(true),
  matched: z.boolean().optional(),
  series: z.record(z.string(), z.unknown()).optional(),
  steps: z.number(),
});
const failedSchema = z.object({
  symbol: z.string(),
  ok: z.literal(false),
  error: failureSchema,
  steps: z.number(),
});
export const runResultSchema = z.discriminatedUnion("ok", [
  ranSchema,
  failedSchema,
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

export const transplantResultSchema = z.object({
  code: z.string(),
  applied: z.boolean(),
  reason: z.string().optional(),
});
/** `code` with the donor's change made in it, or as it was, with the reason why. */
export type TransplantResult = z.infer<typeof transplantResultSchema>;

export const hashResponseSchema = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export const refusalSchema = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});
