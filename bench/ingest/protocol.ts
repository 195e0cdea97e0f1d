// What the benchmark asks of its load generator.
import { z } from "zod";
import type { FailingTrader } from "../load/events.ts";
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

/** `ours` posts signed reports to record-error; `plain` inserts the same events as rows of an ordinary table with supabase-js. */
export const sides = ["ours", "plain"] as const;
export type Side = (typeof sides)[number];

/** One in so many errors is the first of its fault: what fails, fails on every candle until it is repaired. */
export const NEW_FAULT_EVERY = 1_000;

export const requestSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("open"),
    apiUrl: z.string(),
    secretKey: z.string(),
    recordErrorSecret: z.string(),
    table: z.string(),
    traders: z.array(z.custom<FailingTrader>()),
    market: z.custom<MarketData>(),
  }),
  z.object({
    kind: z.literal("slice"),
    side: z.enum(sides),
    /** Events per request. */
    size: z.int().positive(),
    /** Requests under way at once. */
    lanes: z.int().positive(),
    ms: z.number().positive(),
  }),
  z.object({
    kind: z.literal("storm"),
    events: z.int().positive(),
    size: z.int().positive(),
    lanes: z.int().positive(),
  }),
]);
export type IngestRequest = z.infer<typeof requestSchema>;

export const sentSchema = z.object({
  /** Events that were answered for. */
  events: z.number(),
  /** Those of a fault that its trader did not have before. */
  new_faults: z.number(),
  seconds: z.number(),
  /** Milliseconds of each request. */
  took: z.array(z.number()),
});
export type Sent = z.infer<typeof sentSchema>;
