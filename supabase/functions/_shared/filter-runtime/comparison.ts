import * as z from "zod";
import { failureSchema } from "./schema.ts";

const outcomeSchema = z.object({
  matched: z.boolean().optional(),
  series: z.record(z.string(), z.unknown()).optional(),
  error: failureSchema.optional(),
  steps: z.number(),
  assumed: z.boolean().optional(),
});
/** One run: a verdict, a series, or an error. An assumed one was not run: the same code had met a limit too often before. */
export type Outcome = z.infer<typeof outcomeSchema>;

/** Equal and changed are inputs that both run on, fixed and broken those that one fails on, failing those that both do. */
export const changeSchema = z.enum(["equal", "changed", "fixed", "broken", "failing"]);

const costSchema = z.object({
  steps_max: z.number(),
  steps_total: z.number(),
  micros_p50: z.number(),
  micros_p95: z.number(),
});
/** Steps are the same on every machine; microseconds per input that ran are not. */
export type Cost = z.infer<typeof costSchema>;

const findingSchema = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number(),
  detail: z.string().optional(),
});
/** A reason to believe that a candidate silences a filter instead of mending it; line 0 when it is about no line. */
export type Finding = z.infer<typeof findingSchema>;

export const comparisonSchema = z.object({
  inputs: z.array(z.object({
    symbol: z.string(),
    original: outcomeSchema,
    candidate: outcomeSchema,
    change: changeSchema,
  })),
  summary: z.object({
    inputs: z.number(),
    equal: z.number(),
    changed: z.number(),
    fixed: z.number(),
    broken: z.number(),
    failing: z.number(),
  }),
  /** How many inputs each says yes to, of how many it ran on. */
  matches: z.object({
    original: z.number(),
    candidate: z.number(),
    original_ran: z.number(),
    candidate_ran: z.number(),
  }),
  cost: z.object({ original: costSchema, candidate: costSchema }),
  suppression: z.array(findingSchema),
  hash: z.object({ original: z.string(), candidate: z.string() }),
  /** Formatting, comments and local names are all that differs. */
  same_syntax: z.boolean(),
});
/** What changes when the candidate replaces the original, in the order of the inputs. */
export type Comparison = z.infer<typeof comparisonSchema>;
