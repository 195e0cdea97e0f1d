// Where a deployment stands, in words.
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import type { Tone } from "../ui/badge.tsx";

export interface DeploymentWords {
  tone: Tone;
  /** For a badge. */
  label: string;
  /** What it means and what happens next. */
  detail: string;
  /** The time that `detail` leads up to, as an ISO time: until when it is watched, when it is tried again. */
  until: string | null;
}

const REASONS: Record<string, string> = {
  unreachable: "the executor could not be reached",
  timeout: "the executor did not answer in time",
  executor_error: "the executor had an error of its own",
  wrong_app: "what answered is no executor",
  not_admitted: "the executor did not admit the request",
  stale_code: "the executor still runs the code before",
  not_configured: "no executor is set up for this trader",
  refused: "the executor refused the code",
  unknown_trader: "the executor does not run this trader; it may be switched off",
  never_answered: "it was tried until no try was left",
  replaced: "newer code came first",
  fault_on_probation: "it failed while it was watched",
  taken_back: "it was taken back by hand",
  auto_rollback_off: "it failed while it was watched, and you have switched off the automatic return",
  no_healthy_version: "it failed while it was watched, and there is no healthy version to return to",
  returned_already: "it failed while it was watched, but it is itself what was returned to",
};

/** Why a deployment is not live, or no longer, as the end of a sentence. */
export function deploymentReason(reason: string | null): string {
  return reason === null ? "for a reason that was not told" : REASONS[reason] ?? `of ${reason}`;
}

export function deploymentWords(deployment: Deployment): DeploymentWords {
  const { status, next, reason, error, watch_until, next_attempt_at, confirmed_at } = deployment;
  const because = deploymentReason(reason);
  switch (status) {
    case "pending":
      return next === "retry"
        ? {
          tone: "warn",
          label: "Saved, trying again",
          detail: `Saved, but not live yet because ${because}. It is asked again by itself`,
          until: next_attempt_at,
        }
        : {
          tone: "accent",
          label: "Deploying",
          detail: "Saved. The executor is being asked to run it.",
          until: null,
        };
    case "deployed":
      return {
        tone: "accent",
        label: "Live, watched",
        detail: `${
          confirmed_at === null ? "Live." : "Live, and the executor confirmed that it runs this code."
        } If it fails while it is watched, the last healthy version comes back by itself. Watched`,
        until: watch_until,
      };
    case "verified":
      return {
        tone: "good",
        label: "Verified",
        detail: "It ran through its watch without a fault.",
        until: null,
      };
    case "rolled_back":
      return { tone: "warn", label: "Taken back", detail: `Taken back because ${because}.`, until: null };
    case "failed":
      return {
        tone: "bad",
        label: "Not deployed",
        detail: `Not in order because ${because}.${error === null ? "" : ` The executor said: ${error}`}`,
        until: null,
      };
  }
}
