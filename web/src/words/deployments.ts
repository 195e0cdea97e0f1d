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
  return reason === null ? "of something that was not told" : REASONS[reason] ?? `of ${reason}`;
}

/** What the database notes where no reason was given. */
const BY_HAND = "Taken back by hand";

/** Reasons of failed deployments whose code is live all the same. */
const STAYS_LIVE = new Set(["auto_rollback_off", "no_healthy_version", "returned_already"]);

/** Whether the code of a failed deployment is live all the same. */
export function staysLive({ reason }: Pick<Deployment, "reason">): boolean {
  return reason !== null && STAYS_LIVE.has(reason);
}

export function deploymentWords(deployment: Deployment): DeploymentWords {
  switch (deployment.status) {
    case "pending":
      return pendingWords(deployment);
    case "deployed":
      return watchedWords(deployment);
    case "verified":
      return verifiedWords(deployment);
    case "rolled_back":
      return takenBackWords(deployment);
    case "failed":
      return failedWords(deployment);
  }
}

/** Whether code that went live failed while it was watched, taken back or not. */
export function didNotHold(deployment: Pick<Deployment, "reason">): boolean {
  return deployment.reason === "fault_on_probation" || staysLive(deployment);
}

function verifiedWords({ confirmed_at }: Deployment): DeploymentWords {
  return confirmed_at === null
    ? {
      tone: "neutral",
      label: "Verified, not confirmed",
      detail:
        "It ran through its watch without a fault, but the executor never confirmed that it runs this code.",
      until: null,
    }
    : { tone: "good", label: "Verified", detail: "It ran through its watch without a fault.", until: null };
}

function pendingWords({ next, reason, next_attempt_at }: Deployment): DeploymentWords {
  if (next === "retry") {
    const because = deploymentReason(reason);
    return {
      tone: "warn",
      label: "Saved, trying again",
      detail: `Saved, but not live yet because ${because}. It is tried again by itself`,
      until: next_attempt_at,
    };
  }
  return {
    tone: "accent",
    label: "Deploying",
    detail: "Saved. The executor is being asked to run it.",
    until: null,
  };
}

function watchedWords({ confirmed_at, is_automatic, watch_until }: Deployment): DeploymentWords {
  const live = confirmed_at === null ? "Live." : "Live, and the executor confirmed that it runs this code.";
  const promise = is_automatic
    ? "It is the version that was returned to, so it is watched but not taken back."
    : "If it fails while it is watched, the last healthy version comes back by itself, if your settings allow it.";
  return {
    tone: "accent",
    label: "Live, watched",
    detail: `${live} ${promise}${watch_until === null ? "" : " The watch ends"}`,
    until: watch_until,
  };
}

function takenBackWords({ reason, error }: Deployment): DeploymentWords {
  return { tone: "warn", label: "Taken back", detail: takenBackDetail(reason, error), until: null };
}

/** `error` is a sentence about what was seen, or by hand what the user wrote. */
function takenBackDetail(reason: string | null, error: string | null): string {
  if (reason === "taken_back") {
    return `It was taken back by hand.${error === null || error === BY_HAND ? "" : ` Reason: ${error}`}`;
  }
  return `Taken back because ${deploymentReason(reason)}.${error === null ? "" : ` ${error}`}`;
}

function failedWords({ reason, error }: Deployment): DeploymentWords {
  const because = deploymentReason(reason);
  if (staysLive({ reason })) {
    return {
      tone: "bad",
      label: "Live, but failing",
      detail: `Live, but not in order: ${because}.`,
      until: null,
    };
  }
  const said = error === null ? "" : ` The executor said: ${error}`;
  return { tone: "bad", label: "Not deployed", detail: `Not live because ${because}.${said}`, until: null };
}
