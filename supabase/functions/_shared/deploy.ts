import * as z from "zod";
import { callDatabase } from "./database.ts";
import { reloadTrader } from "./executor.ts";
import type { Logger } from "./log.ts";

export const deploymentSchema = z.object({
  id: z.guid(),
  trader_id: z.guid(),
  version_id: z.guid(),
  status: z.enum(["pending", "deployed", "verified", "rolled_back", "failed"]),
  attempts: z.int(),
  error: z.string().nullable(),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/** Takes a deployment under a lease; null when it is not due, is over, or is in other hands. */
export function claimDeployment(id: string, log: Logger): Promise<Deployment | null> {
  return callDatabase("claim_deployment", { deployment_id: id }, deploymentSchema.nullable(), log);
}

/** Has the executor load a claimed deployment's version, as whom the token says, and records how that ended. */
export async function reload(token: string, claimed: Deployment, log: Logger): Promise<Deployment> {
  const reloaded = await reloadTrader(claimed.trader_id, token);
  const key = { deployment_id: claimed.id, attempt: claimed.attempts };
  if (reloaded.status === "deployed") {
    await callDatabase("finish_deployment", key, z.boolean(), log);
    return { ...claimed, status: "deployed", error: null };
  }
  const { error } = reloaded;
  const failure = { ...key, error, retryable: reloaded.status === "pending" };
  const status = await callDatabase(
    "fail_deployment",
    failure,
    deploymentSchema.shape.status.nullable(),
    log,
  );
  return { ...claimed, status: status ?? claimed.status, error };
}

/** The same for a deployment that was just made, unless somebody else is at it or has done it. */
export async function deployAs(token: string, deployment: Deployment, log: Logger): Promise<Deployment> {
  const claimed = await claimDeployment(deployment.id, log);
  return claimed === null ? deployment : await reload(token, claimed, log);
}
