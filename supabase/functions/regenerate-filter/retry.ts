import type { Claim, Outcome } from "./claim.ts";

/** Waits after attempts that failed for reasons outside the code, by the number of the attempt. */
const BACK_OFF_SECONDS = [0, 5 * 60, 30 * 60];

/** How long to wait after the claimed attempt failed for a reason that waiting may mend. */
export function backOffSeconds(claim: Claim): number {
  return BACK_OFF_SECONDS[claim.fix.attempt - 1] ?? 0;
}

/** Puts the fix back in the queue, due after `waitSeconds`, or ends it when its attempts are used up. */
export function retry(claim: Claim, reason: string, detail: string, waitSeconds: number): Outcome {
  if (claim.fix.attempt >= claim.fix.max_attempts) return { status: "failed", reason, reason_detail: detail };
  const due = new Date(Date.now() + waitSeconds * 1000);
  return { status: "queued", reason, reason_detail: detail, next_attempt_at: due.toISOString() };
}
