import * as z from "zod/mini";
import { proofSchema } from "../../../supabase/functions/preview-fix/answer.ts";

const madeSchema = z.object({
  attempt: z.int(),
  origin: z.nullable(z.string()),
  /** Machine code of why it is no success. */
  reason: z.nullable(z.string()),
  reason_detail: z.nullable(z.string()),
  code: z.nullable(z.string()),
  series_code: z.nullable(z.string()),
  validated: z.boolean(),
  /** Null also where the record is no whole proof, as of code that was accepted without one: it must not cost the page. */
  validation: z.catch(z.nullable(proofSchema), null),
  model: z.nullable(z.string()),
  prompt_version: z.nullable(z.string()),
  trace_url: z.nullable(z.string()),
  tokens: z.int(),
  cost_usd: z.number(),
});

export const fixSchema = z.extend(madeSchema, {
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
  code_sha256: z.nullable(z.string()),
  /** Unified, of both components. */
  diff: z.nullable(z.string()),
  root_cause: z.nullable(z.string()),
  explanation: z.nullable(z.string()),
  what_changed: z.array(z.string()),
  hint: z.nullable(z.string()),
  next_attempt_at: z.string(),
  decided_at: z.nullable(z.string()),
  decision_reason: z.nullable(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
});
/** A repair, from the queue to the decision. */
export type Fix = z.infer<typeof fixSchema>;
export type FixStatus = Fix["status"];

export const attemptSchema = z.extend(madeSchema, {
  fix_id: z.guid(),
  status: z.enum(["running", "proposed", "retry", "failed", "held", "unfixable", "lost"]),
  step: z.string(),
  step_done: z.nullable(z.int()),
  step_total: z.nullable(z.int()),
  started_at: z.string(),
  ended_at: z.nullable(z.string()),
});
/** One attempt at a repair. */
export type Attempt = z.infer<typeof attemptSchema>;
export type Proof = z.infer<typeof proofSchema>;
