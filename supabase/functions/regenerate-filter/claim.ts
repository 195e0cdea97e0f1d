import { z } from "zod";
import { callDatabase } from "../_shared/database.ts";
import { componentSchema, marketDataSchema } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";

const claimSchema = z.object({
  fix: z.object({ id: z.guid(), attempt: z.int(), attempts_left: z.int(), lease_until: z.string() }),
  incident: z.object({
    id: z.guid(),
    component: componentSchema,
    error_type: z.string(),
    fingerprint: z.string(),
    symbols: z.array(z.string()),
  }),
  trader: z.object({ id: z.guid(), user_id: z.guid().nullable(), name: z.string(), strategy: z.unknown() }),
  base: z.object({ code: z.string(), series_code: z.string(), code_sha256: z.string() }),
  error: z.object({ message: z.string(), stack: z.string().nullable(), symbol: z.string().nullable() }),
  // What executors captured is data from outside: what does not read as market data cannot be replayed and is left out.
  captured: z.array(z.unknown()).transform((inputs) =>
    inputs.flatMap((input) => marketDataSchema.safeParse(input).data ?? [])
  ),
  earlier: z.object({ code: z.string(), failure: z.string() }).nullable(),
});

/** All that repairing one incident needs, under a lease until `fix.lease_until`. */
export type Claim = z.infer<typeof claimSchema>;

/** Code of both components, as versions hold it. */
export interface FilterCode {
  code: string;
  series_code: string;
}

/** How an attempt ends: the columns it sets on proposed_fixes. Every state that is not success has a machine code as `reason`. */
export type Outcome =
  & {
    origin?: "rules" | "llm";
    explanation?: string;
    root_cause?: string;
    what_changed?: string[];
    diff?: string;
    validated?: boolean;
    validation?: unknown;
    prompt_version?: string;
    trace_url?: string;
  }
  & Partial<FilterCode>
  & (
    | { status: "proposed" }
    | { status: "failed" | "held" | "unfixable"; reason: string; reason_detail: string }
    // `waitSeconds`: at least so long, and the wait of the attempt's number; null for a failure that waiting does not mend.
    | { status: "retry"; reason: string; reason_detail: string; waitSeconds: number | null }
  );

/** Takes the fix under a lease; null when it is not due or is in other hands. */
export function claimFix(id: string, log: Logger): Promise<Claim | null> {
  return callDatabase("claim_fix", { fix_id: id }, claimSchema.nullable(), log);
}

/** Records how the claimed attempt ended; false when the lease was lost and another attempt owns the fix. */
export function finishFix(claim: Claim, outcome: Outcome, log: Logger): Promise<boolean> {
  const attempt = { fix_id: claim.fix.id, attempt: claim.fix.attempt };
  if (outcome.status !== "retry") {
    return callDatabase("finish_fix", { ...attempt, outcome }, z.boolean(), log);
  }
  const { waitSeconds, status: _, ...failure } = outcome;
  const wait = waitSeconds === null ? {} : { wait_seconds: waitSeconds };
  return callDatabase("fail_fix", { ...attempt, outcome: failure, ...wait }, z.boolean(), log);
}
