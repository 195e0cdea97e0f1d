// What functions answer of a deployment and pages show of it.
import * as z from "zod";

/** A deployment as its trader's owner sees it: where it stands, and what happens next. */
export const deploymentSchema = z.object({
  id: z.guid(),
  trader_id: z.guid(),
  version_id: z.guid(),
  version: z.int(),
  code_sha256: z.string(),
  fix_id: z.guid().nullable(),
  status: z.enum(["pending", "deployed", "verified", "rolled_back", "failed"]),
  /** Machine code for why it is not live, or no longer. */
  reason: z.string().nullable(),
  error: z.string().nullable(),
  next: z.enum(["ask_executor", "retry", "watch", "decide", "none"]),
  attempts: z.int(),
  next_attempt_at: z.string(),
  live_since: z.string().nullable(),
  confirmed_at: z.string().nullable(),
  watch_until: z.string().nullable(),
  is_automatic: z.boolean(),
  /** Whether the accepted code was proven; null for what was not accepted from a fix. */
  is_validated: z.boolean().nullable(),
  request_reason: z.string().nullable(),
  created_at: z.string(),
});
export type Deployment = z.infer<typeof deploymentSchema>;
