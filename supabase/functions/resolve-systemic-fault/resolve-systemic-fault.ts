import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";
import { reasonSchema } from "../_shared/reason.ts";

export const decisionSchema = z.strictObject({
  fault_id: z.guid(),
  /** What becomes of the repairs that are held: they go on, or end. */
  decision: z.enum(["release", "discard"]),
  reason: reasonSchema.optional(),
});

export const resolvedSchema = z.object({
  id: z.guid(),
  status: z.literal("resolved"),
  /** Null for a fault that had ended by itself, which let its repairs go on. */
  decision: z.enum(["release", "discard"]).nullable(),
  resolved_at: z.string(),
});

/** Ends a systemic fault, with or without the repairs it holds, on the word of an operator. */
export async function resolveSystemicFault(
  { fault_id, decision, reason }: z.infer<typeof decisionSchema>,
  user: User,
  log: Logger,
): Promise<z.infer<typeof resolvedSchema>> {
  const resolved = await callDatabase(
    "resolve_systemic_fault",
    { fault_id, actor: user.id, decision, ...(reason === undefined ? {} : { reason }) },
    resolvedSchema,
    log,
  );
  log.info("systemic_fault_resolved", { fault_id, decision });
  return resolved;
}
