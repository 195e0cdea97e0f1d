import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { codeHashSchema } from "../_shared/code-hash.ts";
import { callDatabase } from "../_shared/database.ts";
import { deployAs, type Deployment, deploymentSchema } from "../_shared/deploy.ts";
import type { Logger } from "../_shared/log.ts";

export const decisionSchema = z.strictObject({
  fix_id: z.guid(),
  decision: z.enum(["accept", "reject"]),
  code_sha256: codeHashSchema,
  reason: z.string().max(2000).optional(),
});

type Decision = z.infer<typeof decisionSchema>;

/** What became of an accepted fix. `pending`: saved, but the executor has not taken it yet. */
export interface Accepted {
  status: "accepted";
  version_id: string;
  deployment: { id: string; status: Deployment["status"]; error: string | null };
}

/**
 * Accepts a fix for a user who was shown the code with this hash: one transaction writes the version and the deployment, then
 * the executor is told. Calling it again changes nothing and tells how the first call stands.
 */
export async function acceptFix(decision: Decision, user: User, log: Logger): Promise<Accepted> {
  const accepted = await callDatabase(
    "accept_fix",
    { fix_id: decision.fix_id, actor: user.id, code_sha256: decision.code_sha256 },
    deploymentSchema,
    log,
  );
  const deployment = await deployAs(user.token, accepted, log);
  log.info("accepted", {
    fix_id: decision.fix_id,
    deployment_id: deployment.id,
    deployment: deployment.status,
  });
  return {
    status: "accepted",
    version_id: deployment.version_id,
    deployment: { id: deployment.id, status: deployment.status, error: deployment.error },
  };
}

/** Rejects a fix, with the user's reason if there is one. */
export async function rejectFix(
  decision: Decision,
  user: User,
  log: Logger,
): Promise<{ status: "rejected" }> {
  const { fix_id, code_sha256, reason } = decision;
  await callDatabase(
    "reject_fix",
    { fix_id, actor: user.id, code_sha256, ...(reason === undefined ? {} : { reason }) },
    z.null().or(z.literal("")),
    log,
  );
  log.info("rejected", { fix_id });
  return { status: "rejected" };
}
