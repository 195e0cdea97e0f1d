// Where a repair stands, in words.
import type { Attempt, Fix, FixStatus } from "../api/fixes.ts";
import type { Tone } from "../ui/badge.tsx";

const STATES: Record<FixStatus, { tone: Tone; label: string }> = {
  queued: { tone: "accent", label: "Repair queued" },
  generating: { tone: "accent", label: "Being repaired" },
  proposed: { tone: "good", label: "Repair ready" },
  accepted: { tone: "good", label: "Accepted" },
  rejected: { tone: "neutral", label: "Rejected" },
  superseded: { tone: "neutral", label: "Replaced" },
  failed: { tone: "bad", label: "No repair found" },
  held: { tone: "warn", label: "Repair waits" },
  unfixable: { tone: "bad", label: "Cannot be repaired" },
};

/** One sentence each. What one can do about it depends on more than the reason. */
const REASONS: Record<string, string> = {
  not_reproduced:
    "The failure could not be made to happen again with the running code, so there is nothing to repair.",
  same_candidate: "The language model offered what had failed before, or the running code.",
  rejected_candidate: "The language model offered what you rejected.",
  no_market_data: "The market data it fails on is not there, and the executor could not be asked for it.",
  llm_not_configured: "No repair rule knows this fault, and no language model is set up.",
  llm_misconfigured: "The language model is not set up right. Your operator has to look at it.",
  validation_failed: "No candidate could be proven to work.",
  llm_refused: "The language model did not want to answer.",
  llm_truncated: "The language model's answer was cut off.",
  llm_invalid_answer: "The language model's answer could not be read.",
  llm_empty: "The language model answered nothing.",
  llm_oversized: "The language model's answer was too long.",
  llm_not_go: "What the language model wrote is no Go code.",
  llm_rate_limited: "The language model's provider wants fewer calls for now.",
  llm_unavailable: "The language model's provider is not available.",
  llm_timeout: "The language model did not answer in time.",
  attempts_exhausted: "It was tried as often as it may be.",
  lease_lost: "The attempt took too long.",
  worker_lost: "The attempt was cut off; the next one goes on from there.",
  systemic_fault:
    "Many traders fail in the same way at once, so this is not your code. It goes on when that is over.",
  auto_regenerate_off: "You have switched off automatic repairs.",
  trader_attempts_cap: "This trader's attempts of the day are used up. It goes on tomorrow (UTC).",
  daily_cost_cap:
    "Your spending limit of the day is reached. It goes on tomorrow (UTC), or when you raise the limit in your settings.",
  trader_cost_cap: "What may be spent on one trader in a day is spent. It goes on tomorrow (UTC).",
  incident_cost_cap: "What may be spent on one incident is spent.",
  budget_reserved:
    "Other repairs have set the rest of the day's limit aside. It is tried again within minutes.",
  model_calls_off: "Language models are switched off by your operator. It goes on when they are on again.",
  base_moved: "Other code runs by now.",
  incident_closed: "The incident was closed.",
  fault_discarded: "Your operator ended it together with a fault of the platform.",
  internal_error: "Something went wrong on our side.",
};

export function fixState(status: FixStatus): { tone: Tone; label: string } {
  return STATES[status];
}

/** Why a repair is not a success yet, in a sentence; null where it is one. */
export function fixReason({ reason }: Pick<Fix, "reason">): string | null {
  return reason === null ? null : REASONS[reason] ?? `Reason: ${reason}`;
}

const ORIGINS: Record<string, string> = {
  rules: "Repair rule, no cost",
  library: "Repair proven before, no cost",
  llm: "Language model",
  user: "Your own code",
};

/** Who wrote the code of a repair. */
export function originWords(origin: string | null): string {
  return origin === null ? "Nobody yet" : ORIGINS[origin] ?? origin;
}

/** The steps of an attempt, in their order. */
export const fixSteps = ["claim", "reproduce", "rules", "library", "model", "validate", "store"] as const;

const STEPS: Record<string, string> = {
  claim: "Starting",
  reproduce: "Making the failure happen again",
  rules: "Trying repair rules",
  library: "Trying repairs proven before",
  model: "Asking the language model",
  validate: "Proving the repair",
  store: "Writing it down",
};

export function stepWords(step: string): string {
  return STEPS[step] ?? step;
}

const ATTEMPTS: Record<Attempt["status"], string> = {
  running: "under way",
  proposed: "led to a repair",
  retry: "came to nothing, another one follows",
  failed: "came to nothing",
  held: "waits",
  unfixable: "cannot be repaired",
  lost: "was cut off",
};

/** How an attempt ended, after "Attempt 1:". */
export function attemptState(status: Attempt["status"]): string {
  return ATTEMPTS[status];
}
