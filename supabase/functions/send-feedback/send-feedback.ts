// Tells the trace of an attempt what the owner made of its fix.
import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import { env } from "../_shared/env.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";
import { openTracing, type Tracing } from "../_shared/tracing.ts";

const claimSchema = z.object({
  id: z.guid(),
  /** Of this delivery, counted from 1. */
  attempt: z.int(),
  trace_id: z.string(),
  verdict: z.enum(["accepted", "rejected", "rolled_back"]),
  reason: z.string().nullable(),
  edited: z.boolean(),
});

export type ClaimedFeedback = z.infer<typeof claimSchema>;

let tracing: Tracing | undefined;

/** Takes feedback under a lease; null when it is not due, is sent, or is in other hands. */
export function claimFeedback(id: string, log: Logger): Promise<ClaimedFeedback | null> {
  return callDatabase("claim_feedback", { feedback_id: id }, claimSchema.nullable(), log);
}

/** Sends claimed feedback and records how that ended. Never rejects: what is not recorded is sent again when its lease has run out. */
export async function sendFeedback(claimed: ClaimedFeedback, log: Logger): Promise<void> {
  const ids = { feedback_id: claimed.id, attempt: claimed.attempt };
  try {
    const error = await deliver(claimed);
    const failure = error === null ? {} : { error };
    const recorded = await callDatabase("finish_feedback", { ...ids, ...failure }, z.boolean(), log);
    log.info(recorded ? "feedback_finished" : "lease_lost", { ...ids, verdict: claimed.verdict, error });
  } catch (error) {
    log.error("feedback_not_recorded", { ...ids, message: messageOf(error) });
  }
}

/** Null when it was delivered, else why not. */
async function deliver({ trace_id, verdict, reason, edited }: ClaimedFeedback): Promise<string | null> {
  try {
    await (tracing ??= openTracing(env)).feedback({ traceId: trace_id, verdict, reason, edited });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
