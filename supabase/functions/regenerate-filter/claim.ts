import * as z from "zod";
import { capturedSchema } from "../_shared/captured.ts";
import { callDatabase } from "../_shared/database.ts";
import { componentSchema } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import { storable } from "../_shared/storable.ts";
import type { FilterCode } from "../_shared/proof/filter-code.ts";
import type { Step } from "./progress.ts";

const triedSchema = z.object({
  kind: z.enum(["failed", "rejected"]),
  code: z.string(),
  /** What it failed with, or the owner's reason. */
  failure: z.string(),
});
const refusedSchema = triedSchema.omit({ code: true }).extend({ syntax_hash: z.string() });

/** A candidate that was not proven, or that the owner did not want. */
export type Refused = z.infer<typeof refusedSchema>;

const claimSchema = z.object({
  fix: z.object({ id: z.guid(), attempt: z.int(), lease_until: z.string(), hint: z.string().nullable() }),
  incident: z.object({
    id: z.guid(),
    component: componentSchema,
    error_type: z.string(),
    fingerprint: z.string(),
    symbols: z.array(z.string()),
  }),
  trader: z.object({
    id: z.guid(),
    user_id: z.guid().nullable(),
    name: z.string(),
    strategy: z.unknown(),
    fly_app: z.string().nullable(),
  }),
  base: z.object({ code: z.string(), series_code: z.string(), code_sha256: z.string() }),
  error: z.object({ message: z.string(), stack: z.string().nullable() }),
  captured: capturedSchema,
  /** The newest few, oldest first: for the prompt. */
  tried: z.array(triedSchema),
  /** All that must not be offered again. */
  refused: z.array(refusedSchema),
  /** A model's answer that an earlier attempt paid for and did not get to judge. */
  answer: z.unknown(),
});

/** All that repairing one incident needs, under a lease until `fix.lease_until`. */
export type Claim = z.infer<typeof claimSchema>;

/** How an attempt ends: the columns it sets on proposed_fixes and fix_attempts. Every state that is not success has a machine code as `reason`. */
export type Outcome =
  & {
    origin?: "rules" | "library" | "llm";
    explanation?: string;
    root_cause?: string;
    what_changed?: string[];
    diff?: string;
    validated?: boolean;
    validation?: unknown;
    base_syntax_hash?: string;
    syntax_hash?: string;
    prompt_version?: string;
    trace_id?: string;
    trace_url?: string;
    /** Where the attempt ended. */
    step?: Step;
    /** Whose fault it is instead, when it was not reproduced. */
    attribution?: "data" | "executor";
  }
  & Partial<FilterCode>
  & (
    | { status: "proposed" }
    | { status: "failed" | "held" | "unfixable"; reason: string; reason_detail: string }
    // `waitSeconds`: at least so long, and the wait of the attempt's number; null for a failure that waiting does not mend.
    | { status: "retry"; reason: string; reason_detail: string; waitSeconds: number | null }
    // No attempt at all: queued again for later, whatever was tried before.
    | { status: "wait"; reason: string; reason_detail: string; waitSeconds: number }
  );

/** Takes the fix under a lease; null when it is not due or is in other hands. */
export function claimFix(id: string, log: Logger): Promise<Claim | null> {
  return callDatabase("claim_fix", { fix_id: id }, claimSchema.nullable(), log);
}

/** Records how the claimed attempt ended; false when the lease was lost and another attempt owns the fix. */
export function finishFix(claim: Claim, ended: Outcome, log: Logger): Promise<boolean> {
  const attempt = { fix_id: claim.fix.id, attempt: claim.fix.attempt };
  const outcome = storable(ended);
  if (outcome.status === "retry") {
    const { waitSeconds, status: _, ...failure } = outcome;
    const wait = waitSeconds === null ? {} : { wait_seconds: waitSeconds };
    return callDatabase("fail_fix", { ...attempt, outcome: failure, ...wait }, z.boolean(), log);
  }
  if (outcome.status === "wait") {
    const { waitSeconds, ...rest } = outcome;
    const later = { ...rest, status: "queued", next_attempt_at: new Date(Date.now() + waitSeconds * 1_000) };
    return callDatabase("finish_fix", { ...attempt, outcome: later }, z.boolean(), log);
  }
  return callDatabase("finish_fix", { ...attempt, outcome }, z.boolean(), log);
}
