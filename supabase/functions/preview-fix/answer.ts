// What preview-fix answers, for the function and for the web app. Times are milliseconds since the epoch, durations milliseconds.
import * as z from "zod";
import { changeSchema } from "../_shared/filter-runtime/comparison.ts";
import { componentSchema, failureSchema, warningSchema } from "../_shared/filter-runtime/schema.ts";

/** How far a preview is, with how many of how many done. */
export const progressSchema = z.object({
  step: z.enum(["gather", "run", "prove", "walk"]),
  done: z.int(),
  total: z.int(),
});
export type Progress = z.infer<typeof progressSchema>;

const sideSchema = z.object({
  code_sha256: z.string(),
  compiles: z.boolean(),
  errors: z.array(failureSchema.extend({ component: componentSchema })),
  warnings: z.array(warningSchema.extend({ component: componentSchema })),
});

const seriesSummarySchema = z.array(z.object({ name: z.string(), values: z.int(), last: z.unknown() }));

/**
 * What code did on a market. An assumed failure was not seen to its end: the code took more steps than a preview may spend, there or on a market
 * before. `not_run`: the time was up.
 */
const outcomeSchema = z.union([
  z.object({ matched: z.boolean() }),
  z.object({ series: seriesSummarySchema }),
  z.object({ error: failureSchema, assumed: z.boolean() }),
  z.object({ not_run: z.literal("out_of_time") }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

const marketSchema = z.object({
  symbol: z.string(),
  /** Captured when the filter failed, the executor's now, or a made-up one. */
  from: z.enum(["captured", "executor", "sample"]),
  component: componentSchema,
  running: outcomeSchema,
  candidate: outcomeSchema,
  change: changeSchema.or(z.literal("not_run")),
});
export type MarketRow = z.infer<typeof marketSchema>;

const findingSchema = z.object({
  component: componentSchema,
  code: z.string(),
  message: z.string(),
  line: z.number(),
  detail: z.string().optional(),
});

/** The record that the repair pipeline makes, of the failing component. */
export const proofSchema = z.object({
  reproduced: z.boolean(),
  failure_seen: z.object({
    symbol: z.string().nullable(),
    message: z.string(),
    line: z.number().nullable(),
    source: z.string().nullable(),
  }).nullable(),
  compiles: z.boolean(),
  crash_input_passes: z.boolean(),
  replayed: z.int(),
  captured: z.int(),
  others_from: z.enum(["executor", "samples"]),
  failing: z.array(z.object({ symbol: z.string(), message: z.string() })),
  healthy: z.object({
    inputs: z.int(),
    equal: z.int(),
    changed: z.array(z.object({ symbol: z.string(), before: z.unknown(), after: z.unknown() })),
  }),
  suppression: z.array(findingSchema.omit({ component: true })),
  p95_ms: z.number().nullable(),
  fuel: z.number(),
  verdict: z.enum(["validated", "not_validated"]),
  failure: z.string().nullable(),
});

/** Why the list of missed signals may lack some. */
const gapSchema = z.enum([
  "executor_not_configured",
  "executor_away",
  "candidate_does_not_compile",
  "candidate_exceeds_limits",
  // The outage is longer than a day; it is about more symbols than are looked at; the executor does not have some of them.
  "window_cut",
  "symbols_cut",
  "symbols_missing",
  // The executor gave fewer candles than a filter had then; none as new as the end of the outage.
  "history_short",
  "candles_stale",
  "points_cut",
  "out_of_time",
]);
export type Gap = z.infer<typeof gapSchema>;

const signalSchema = z.object({
  symbol: z.string(),
  timeframe: z.string(),
  /** From the opening of the first to the closing of the last of `candles` in a row. */
  from: z.number(),
  to: z.number(),
  candles: z.int(),
  /** The first candle's close. */
  price: z.number(),
});
export type Signal = z.infer<typeof signalSchema>;

const missedSchema = z.object({
  from: z.number(),
  to: z.number(),
  complete: z.boolean(),
  /** Empty when it is complete. */
  why_incomplete: z.array(gapSchema),
  past: z.literal(true),
  executed: z.literal(false),
  signals: z.array(signalSchema),
});
export type Missed = z.infer<typeof missedSchema>;

const markerSchema = z.object({
  /** The candle's opening, as in `candles`. */
  time: z.number(),
  kind: z.enum(["running_matched", "candidate_matched", "running_failed", "candidate_failed"]),
});
export type Marker = z.infer<typeof markerSchema>;

const chartSchema = z.object({
  symbol: z.string(),
  from: marketSchema.shape.from,
  timeframe: z.string(),
  /** Opening time, open, high, low, close, volume. */
  candles: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()])),
  markers: z.array(markerSchema),
  /** The first candle that the codes were run at, as far as there are marks; null when they were run at none. */
  walked_from: z.number().nullable(),
});
export type Chart = z.infer<typeof chartSchema>;

const seriesSchema = z.object({
  symbol: z.string(),
  /** The newest values of each; null where there are none, or too many to send. */
  running: z.record(z.string(), z.unknown()).nullable(),
  candidate: z.record(z.string(), z.unknown()).nullable(),
});
export type SeriesOfSymbol = z.infer<typeof seriesSchema>;

const percentilesSchema = z.object({ p50_ms: z.number(), p95_ms: z.number() }).nullable();

export const previewSchema = z.object({
  candidate: sideSchema,
  running: sideSchema.extend({ version_id: z.guid(), version: z.int() }),
  /** Whether the executor gave all it was asked for, some of it, none; or there is no executor. */
  executor: z.enum(["answered", "partly", "away", "not_configured"]),
  /** Symbols that were asked for or fail, and that the executor did not give. */
  missing: z.array(z.string()),
  markets: z.array(marketSchema),
  summary: z.object({
    markets: z.int(),
    equal: z.int(),
    changed: z.int(),
    fixed: z.int(),
    broken: z.int(),
    failing: z.int(),
    not_run: z.int(),
    /** On how many markets each says yes. */
    matches: z.object({ running: z.int(), candidate: z.int() }),
  }),
  /** What looks like a silenced failure, over all markets; null when there was no time to look. */
  findings: z.array(findingSchema).nullable(),
  proof: proofSchema.nullable(),
  why_no_proof: z.enum(["no_incident", "candidate_exceeds_limits", "out_of_time"]).nullable(),
  /** What the candidate would have matched while the running code failed; null without an incident of the filter. */
  missed: missedSchema.nullable(),
  chart: z.array(chartSchema),
  series: z.array(seriesSchema),
  timings: z.object({
    total_ms: z.number(),
    fetch_ms: z.number(),
    run_ms: z.number(),
    running: percentilesSchema,
    candidate: percentilesSchema,
  }),
});
/** The answer to a preview. */
export type Preview = z.infer<typeof previewSchema>;
export type Executor = Preview["executor"];
