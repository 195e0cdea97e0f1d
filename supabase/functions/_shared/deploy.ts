import * as z from "zod";
import type { User } from "./auth.ts";
import { codeHashSchema } from "./code-hash.ts";
import { callDatabase } from "./database.ts";
import { type Deployment, deploymentSchema } from "./deployment.ts";
import { executorOf, platformToken } from "./executor.ts";
import type { Logger } from "./log.ts";
import { reloadTrader } from "./reload.ts";
import { storable } from "./storable.ts";

const claimedSchema = z.object({
  id: z.guid(),
  trader_id: z.guid(),
  attempts: z.int(),
  code_sha256: codeHashSchema,
  /** Whose the trader is now. */
  user_id: z.guid().nullable(),
  fly_app: z.string().nullable(),
});
/** A deployment under a lease, with the code that the executor is to run and where it is. */
export type ClaimedDeployment = z.infer<typeof claimedSchema>;

/** Takes a deployment under a lease; null when it is not due, is over, or is in other hands. */
export function claimDeployment(id: string, log: Logger): Promise<ClaimedDeployment | null> {
  return callDatabase("claim_deployment", { deployment_id: id }, claimedSchema.nullable(), log);
}

/** Has the executor load a claimed deployment's version, as whom the token says, and records how that ended. */
export async function reload(token: string, claimed: ClaimedDeployment, log: Logger): Promise<Deployment> {
  const reloaded = await reloadTrader({
    executor: executorOf(claimed.fly_app)?.url ?? null,
    traderId: claimed.trader_id,
    token,
    codeSha256: claimed.code_sha256,
  });
  const key = { deployment_id: claimed.id, attempt: claimed.attempts };
  if (reloaded.status === "deployed") {
    const { confirmed } = reloaded;
    return await callDatabase("finish_deployment", { ...key, confirmed }, deploymentSchema, log);
  }
  const { reason, error } = reloaded;
  // What the platform's own token does not open now, it does not open later.
  const isRefused = reason === "not_admitted" && token === tokenOfPlatform(claimed);
  const retryable = reloaded.status === "pending" && !isRefused;
  return await callDatabase(
    "fail_deployment",
    { ...key, reason, error: storable(error), retryable },
    deploymentSchema,
    log,
  );
}

/** The same for a deployment that this user has just made, unless somebody else is at it or has done it. */
export async function deployAs(user: User, deployment: Deployment, log: Logger): Promise<Deployment> {
  if (deployment.status !== "pending") return deployment;
  const claimed = await claimDeployment(deployment.id, log);
  return claimed === null ? deployment : await reload(tokenFor(user, claimed), claimed, log);
}

/** The trader may have changed hands since: what identifies one user is not shown to the app of another. */
export function tokenFor(user: User, claimed: ClaimedDeployment): string {
  const { user_id, fly_app } = claimed;
  return fly_app === null || user_id === user.id ? user.token : tokenOfPlatform(claimed);
}

/** What the platform itself is identified by at the deployment's executor, when the user who wanted it is no longer there. */
export function tokenOfPlatform({ fly_app }: Pick<ClaimedDeployment, "fly_app">): string {
  return platformToken(fly_app) ?? "";
}
