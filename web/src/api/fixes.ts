import * as z from "zod";
import { proofSchema } from "../../../supabase/functions/preview-fix/answer.ts";

const madeSchema = z.object({
  attempt: z.int(),
  origin: z.string().nullable(),
  /** Machine code of why it is no success. */
  reason: z.string().nullable(),
  reason_detail: z.string().nullable(),
  code: z.string().nullable(),
  series_code: z.string().nullable(),
  validated: z.boolean(),
  /** Null also where the record is no whole proof, as of code that was accepted without one: it must not cost the page. */
  validation: proofSchema.nullable().catch(null),
  model: z.string().nullable(),
  prompt_version: z.string().nullable(),
  trace_url: z.string().nullable(),
  tokens: z.int(),
  cost_usd: z.number(),
});

export const fixSchema = madeSchema.extend({
  id: z.guid(),
  trader_id: z.guid(),
  incident_id: z.guid(),
  base_version_id: z.guid(),
  status: z.enum([
    "queued",
    "generating",
    "proposed",
    "accepted",
    "rejected",
    "superseded",
    "failed",
    "held",
    "unfixable",
  ]),
  code_sha256: z.string().nullable(),
  /** Unified, of both components. */
  diff: z.string().nullable(),
  root_cause: z.string().nullable(),
  explanation: z.string().nullable(),
  what_changed: z.array(z.string()),
  hint: z.string().nullable(),
  next_attempt_at: z.string(),
  decided_at: z.string().nullable(),
  decision_reason: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
/** A repair, from the queue to the decision. */
export type Fix = z.infer<typeof fixSchema>;
export type FixStatus = Fix["status"];

export const attemptSchema = madeSchema.extend({
  fix_id: z.guid(),
  status: z.enum(["running", "proposed", "retry", "failed", "held", "unfixable", "lost"]),
  step: z.string(),
  step_done: z.int().nullable(),
  step_total: z.int().nullable(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
});
/** One attempt at a repair. */
export type Attempt = z.infer<typeof attemptSchema>;
export type Proof = z.infer<typeof proofSchema>;
