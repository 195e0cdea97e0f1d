import { type ClaimedDeployment, reload, tokenOfPlatform } from "../_shared/deploy.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";

/**
 * Tries a claimed deployment again, in the platform's own name: whoever accepted it is no longer there. Never rejects: what is
 * not recorded is tried again when its lease has run out.
 */
export async function deploy(claimed: ClaimedDeployment, log: Logger): Promise<void> {
  try {
    const { status, reason } = await reload(tokenOfPlatform(claimed), claimed, log);
    log.info("deployed_again", { deployment_id: claimed.id, attempt: claimed.attempts, status, reason });
  } catch (error) {
    log.error("deployment_not_recorded", { deployment_id: claimed.id, message: messageOf(error) });
  }
}
