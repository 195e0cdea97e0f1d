import * as z from "zod";
import { describeIssue, parseBody } from "../_shared/body.ts";
import { codeHashSchema } from "../_shared/code-hash.ts";
import type { Rejection } from "./stored.ts";

const MAX_EVENTS = 500;
const MAX_DEPTH = 20;

const contextSchema = z.looseObject({
  trigger_interval: z.string().optional(),
  symbol: z.string().optional(),
  symbols_processed: z.number().optional(),
  execution_duration_ms: z.number().optional(),
  executor_version: z.string().optional(),
  machine_id: z.string().optional(),
});

/** One error as an executor reports it. Sizes are not limited here: the database truncates and marks, it never refuses. */
export const eventSchema = z.object({
  event_id: z.guid(),
  trader_id: z.guid(),
  component: z.enum(["filter", "series"]).default("filter"),
  error_type: z.string().optional().transform(knownErrorType),
  error_message: z.string().min(1),
  stack_trace: z.string().optional(),
  occurred_at: z.iso.datetime({ offset: true }).refine(isPlausibleTime, "must be a time since 2000")
    .transform(toUtc).optional(),
  code_sha256: codeHashSchema.optional(),
  filter_code: z.string().min(1).optional(),
  occurrences: z.int().min(1).max(1_000_000).default(1),
  context: contextSchema.default({}),
  market_data: z.looseObject({}).optional(),
}).refine((event) => isShallow(event, MAX_DEPTH), "must not be nested more than 20 deep");

export type ErrorEvent = z.infer<typeof eventSchema>;

const batchSchema = z.object({ events: z.array(z.unknown()).min(1).max(MAX_EVENTS) });

/**
 * The events of a body: a batch, or one event alone. The events of a batch are checked one by one later: a bad one must not cost the others.
 * A body that is neither is a 400 that names the field.
 */
export function batchOf(body: unknown): unknown[] {
  if (typeof body === "object" && body !== null && "events" in body) {
    return parseBody(batchSchema, body).events;
  }
  return [parseBody(eventSchema, body)];
}

/** Splits a batch into the events that can be stored, with their places in the batch, and the rejections of the others. */
export function sortEvents(
  batch: unknown[],
): { events: ErrorEvent[]; places: number[]; rejected: Rejection[] } {
  const events: ErrorEvent[] = [];
  const places: number[] = [];
  const rejected: Rejection[] = [];
  for (const [index, item] of batch.entries()) {
    const parsed = eventSchema.safeParse(item);
    if (parsed.success) {
      events.push(parsed.data);
      places.push(index);
    } else {
      const message = `Cannot record this event: ${describeIssue(parsed.error, item)}`;
      rejected.push({ index, event_id: eventIdOf(item), code: "invalid_event", message });
    }
  }
  return { events, places, rejected };
}

function eventIdOf(item: unknown): string | null {
  return z.object({ event_id: z.string().max(100) }).safeParse(item).data?.event_id ?? null;
}

function isPlausibleTime(time: string): boolean {
  return Date.parse(time) >= Date.UTC(2000);
}

/** Postgres takes fewer offsets than the format allows. */
function toUtc(time: string): string {
  return new Date(time).toISOString();
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}

/** A type the database knows, or nothing: then it reads the message. */
function knownErrorType(type: string | undefined): string | undefined {
  if (type === "panic") return "runtime";
  return ["compile", "runtime", "timeout", "infrastructure"].find((known) => known === type);
}
