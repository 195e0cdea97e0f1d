// Work that was given up, in words.
import type { DeadLetter } from "../api/operations.ts";
import { deploymentReason } from "../words/deployments.ts";
import { fixReason } from "../words/fixes.ts";

type Letter = Pick<DeadLetter, "kind" | "code" | "detail" | "can_retry">;

const KINDS: Record<DeadLetter["kind"], string> = {
  fix: "Repair",
  deployment: "Deployment",
  email: "E-mail",
};

export function letterKind({ kind }: Pick<DeadLetter, "kind">): string {
  return KINDS[kind];
}

const MAIL_REASONS: Record<string, string> = {
  bounced: "The mail came back for good.",
  bounced_for_now: "The mail came back again and again.",
  unreachable: "The function that sends mails did not answer for a day.",
  attempts_exhausted: "Sending it was cut off again and again.",
  email_refused: "The mail provider refused this mail for good.",
  email_provider_unavailable: "The mail provider did not answer as it should for a day.",
  email_provider_timeout: "The mail provider did not answer for a day.",
};

/** Why it was given up, in a sentence. */
export function letterReason({ kind, code }: Letter): string {
  if (kind === "fix") return fixReason({ reason: code }) ?? "No reason was told.";
  if (kind === "deployment") return `Not live because ${deploymentReason(code)}.`;
  return code === null ? "No reason was told." : MAIL_REASONS[code] ?? `Not sent: ${code}.`;
}

/** What can be done about it. */
export function letterWayOut({ kind, can_retry }: Letter): string {
  switch (kind) {
    case "fix":
      return can_retry
        ? "Try it again when the cause is gone; the trader's owner loses no attempt by it."
        : "Another try would end in the same way. The owner can change the code, ask with a hint, or resolve it.";
    case "deployment":
      return "The code is saved. Try it again when the executor can take it.";
    case "email":
      return can_retry
        ? "It is in the app. Send it again when the cause is gone."
        : "It is in the app. No mail reaches this address until its user has another one.";
  }
}

/** Where one sees more of it; null where there is no such page. */
export function letterLink(
  { trader_id, incident_id }: Pick<DeadLetter, "trader_id" | "incident_id">,
): string | null {
  if (trader_id === null) return null;
  return incident_id === null ? `/traders/${trader_id}` : `/traders/${trader_id}/errors/${incident_id}`;
}
