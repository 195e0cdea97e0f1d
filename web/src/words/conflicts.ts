// Who or what was faster when an action is refused, and the way out.
import { ApiError, isConflict } from "../api/api-error.ts";

const WORDS: Record<string, string> = {
  code_mismatch:
    "The proposed code has changed since this page showed it. Look at the code as it is now, then decide again",
  base_moved:
    "The trader's code was changed in the meantime, so this repair no longer fits it. If the new code fails, too, it gets a repair of its own",
  already_accepted:
    "It was accepted already, with other code, perhaps in another tab. Take that back if you want something else to run",
  fix_in_progress: "A repair is already being made, or waits for your decision",
  not_repairable:
    "Only an open failure of Go code can be repaired. It may have been resolved or ignored in the meantime, or turned out not to be the code's fault",
  attempts_exhausted:
    "The attempts for this failure are used up. Edit the code yourself, or resolve the incident",
  fault_is_live:
    "The same failure has come back as an incident of its own, which is not resolved. Find it on the trader's page and decide there",
  incident_resolved: "It was resolved in the meantime. Reopen it first if you want it to be ignored",
};

const DECIDED = /it is (\w+), not proposed/;

const STATES: Record<string, string> = {
  accepted: "It was accepted already, perhaps in another tab",
  rejected: "It was rejected already, perhaps in another tab. You can ask for another repair",
  superseded: "It was replaced: the trader's code was changed, or the incident was closed, in the meantime",
  queued: "Another attempt has begun in the meantime. Wait for what it proposes",
  generating: "Another attempt is under way. Wait for what it proposes",
};

/** The same error with a message that says what came in between and what to do; other errors as they are. */
export function explained(error: unknown): unknown {
  if (!(error instanceof ApiError) || !isConflict(error)) return error;
  const [, state = ""] = DECIDED.exec(error.message) ?? [];
  const words = WORDS[error.code] ?? STATES[state] ?? error.message;
  return new ApiError(error.code, words, error.status, error.retryAfterSeconds, { cause: error });
}
