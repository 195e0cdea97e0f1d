// What the benchmark asks of the executor's reporter, which runs in a process of its own, and what it gets back.
import { z } from "zod";

const runningSchema = z.object({ trader_id: z.guid(), code_sha256: z.string() });

export const requestSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("open"),
    /** Of record-error. */
    url: z.string(),
    secret: z.string(),
    spoolDir: z.string(),
    seed: z.int(),
    symbols: z.array(z.string()),
    traders: z.array(z.string()),
    /** The file that holds them, with the candles they fail on: too much for a line. */
    failingFile: z.string(),
  }),
  z.object({
    kind: z.literal("minute"),
    number: z.int(),
    /** Traders whose broken code runs, and those whose accepted repair fails. */
    broken: z.array(runningSchema),
    again: z.array(runningSchema),
    marketOutage: z.boolean(),
    /** No request reaches record-error. */
    unreachable: z.boolean(),
  }),
  z.object({ kind: z.literal("end"), limitMs: z.number() }),
]);
export type ReporterRequest = z.infer<typeof requestSchema>;

export const endedSchema = z.object({
  /** Calls of the reporter, and the errors that they stand for. */
  reported: z.int(),
  occurrences: z.int(),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  dropped: z.int(),
  /** Requests that were answered, and how long each took. */
  requests: z.int(),
  post_ms: z.array(z.number()),
  answers: z.record(z.string(), z.int()),
  /** From the end of the outage until all that was reported before it is answered for; null without an outage. */
  recovery_ms: z.number().nullable(),
});
export type Ended = z.infer<typeof endedSchema>;
