// What the benchmark asks of its load generator, and what it gets back.
import { z } from "zod";
import type { ErrorEvent, FailingTrader } from "../load/events.ts";

export const requestSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("open"),
    apiUrl: z.string(),
    publishableKey: z.string(),
    recordErrorSecret: z.string(),
    /** Who has the app open. */
    owners: z.array(z.object({ id: z.string(), email: z.string(), password: z.string() })),
    /** Traders whose faults are known. */
    known: z.array(z.custom<FailingTrader>()),
  }),
  z.object({
    kind: z.literal("run"),
    /** Errors a second. */
    rate: z.number().positive(),
    seconds: z.number().positive(),
    /** First errors of traders that never failed before; sent in even steps among the occurrences of known faults. */
    broken: z.array(z.custom<ErrorEvent>()),
  }),
]);
export type LatencyRequest = z.infer<typeof requestSchema>;

/** Milliseconds from the planned time; what did not come counts for as long as was waited. */
export const measuredSchema = z.object({
  post: z.array(z.number()),
  toast: z.array(z.number()),
  started: z.array(z.number()),
  proposed: z.array(z.number()),
  /** How much later than planned the load generator came to send. */
  behind: z.array(z.number()),
  /** Traders of whom no proven repair was heard. */
  missing: z.int(),
  /** When the first error of each was to be sent, in milliseconds since 1970. */
  broken: z.array(z.object({ trader_id: z.string(), at: z.number() })),
});
export type Measured = z.infer<typeof measuredSchema>;
