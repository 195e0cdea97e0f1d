import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import { deployAs } from "../_shared/deploy.ts";
import { deploymentSchema } from "../_shared/deployment.ts";
import type { Logger } from "../_shared/log.ts";
import { reasonSchema } from "../_shared/reason.ts";

export const rollbackSchema = z.strictObject({
  trader_id: z.guid(),
  version_id: z.guid(),
  reason: reasonSchema.optional(),
});

const rolledBackSchema = deploymentSchema.extend({ changed: z.boolean() });

/** What became of a rollback; `changed` is false where the code of that version ran already, as after a double click. */
export const rolledBackAnswerSchema = z.object({
  status: z.literal("rolled_back"),
  changed: z.boolean(),
  version_id: z.guid(),
  deployment: deploymentSchema,
});
type RolledBack = z.infer<typeof rolledBackAnswerSchema>;

/**
 * Makes the code of an earlier version the trader's again, for a user who may act on it, and brings it to the executor. For the code that
 * runs already it tries a deployment once more that failed.
 */
export async function rollBack(
  { trader_id, version_id, reason }: z.infer<typeof rollbackSchema>,
  user: User,
  log: Logger,
): Promise<RolledBack> {
  const { changed, ...made } = await callDatabase(
    "rollback_filter",
    { trader_id, version_id, actor: user.id, ...(reason === undefined ? {} : { reason }) },
    rolledBackSchema,
    log,
  );
  const deployment = await deployAs(user, made, log);
  log.info("rolled_back", {
    trader_id,
    version_id,
    changed,
    deployment_id: deployment.id,
    deployment: deployment.status,
  });
  return { status: "rolled_back", changed, version_id: deployment.version_id, deployment };
}
