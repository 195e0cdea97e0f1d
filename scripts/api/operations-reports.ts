import * as z from "zod";
import { eventSchema } from "../../supabase/functions/record-error/events.ts";
import { storedSchema } from "../../supabase/functions/record-error/stored.ts";
import { INCIDENT, TRADER } from "./examples.ts";
import type { Operation } from "./operation.ts";

const EVENT = "4f6c0a1e-8b3d-4c57-a2f9-1d7e5b0c6a43";

/** As `batchOf` takes it; the events of a batch are checked one by one, and a bad one costs no other. */
const reportSchema = z.union([z.object({ events: z.array(eventSchema).min(1).max(500) }), eventSchema]);

export const reports: Operation[] = [{
  name: "record-error",
  method: "POST",
  caller: "executor",
  summary: "Report errors",
  description:
    "One event, or up to 500 of them. What is answered with 202 is committed; the same `event_id` again changes nothing. `rejected` says why an event is not stored. The body may be gzip; what is signed is its text.",
  request: {
    schema: reportSchema,
    maxBytes: 4 * 1024 * 1024,
    example: {
      events: [{
        event_id: EVENT,
        trader_id: TRADER,
        error_message: "panic in trader: reflect: slice index out of range",
        context: { symbol: "NEWUSDT", trigger_interval: "5m" },
      }],
    },
    fields: {
      events: "A batch; without it the body is one event with the fields below",
      event_id: "Needed of each event: the caller's idempotency key",
      trader_id: "Needed of each event: whose filter failed",
      component: "Which code failed; the filter unless given",
      error_type:
        "`compile`, `runtime`, `timeout` or `infrastructure`; anything else is read from the message",
      error_message: "Needed of each event: with the executor's prefixes; 8 KB are kept",
      stack_trace: "32 KB are kept",
      occurred_at: "Now unless given",
      code_sha256: "Hash of the code that failed",
      filter_code: "The code itself, where its hash is not known",
      occurrences: "How many identical errors it stands for",
      context: "Symbol, interval, executor, and what else is worth keeping; 16 KB are kept",
      market_data: "The input that broke it; left out above 256 KB",
    },
  },
  answers: [{
    status: 202,
    description: "Stored, counted as known, or rejected, event by event",
    schema: storedSchema,
    example: {
      accepted: 1,
      duplicates: 0,
      rejected: [],
      incidents: [{ incident_id: INCIDENT, trader_id: TRADER, is_new: true }],
      results: [{ index: 0, event_id: EVENT, status: "accepted", incident_id: INCIDENT }],
    },
  }],
  refusals: { 429: ["too_many_events"] },
}];
