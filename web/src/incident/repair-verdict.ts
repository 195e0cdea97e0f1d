import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { type Available, availableActions } from "../decide/available.ts";
import { fixReason } from "../words/fixes.ts";
import { deploymentOf } from "./current-fix.ts";
import { NO_REAL_DATA, proofSentence, standingOf, whyNotProven } from "./proof.ts";
import { deployedVerdict } from "./resolved-verdict.ts";
import type { Verdict } from "./verdict.ts";

/** Where the repair of an open incident stands. */
export function repairVerdict(fix: Fix, page: IncidentPage): Verdict {
  const { reason_detail: more } = fix;
  const available = availableActions(page);
  const why = [fixReason(fix) ?? "", offerWords(fix, available)].filter(Boolean).join(" ");
  const unproven = fix.code === null ? "" : " The last candidate is shown below. It is not proven.";
  switch (fix.status) {
    case "queued":
      return fix.reason === null
        ? { tone: "accent", label: "Repair queued", detail: "It starts within seconds." }
        : {
          tone: "warn",
          label: "Repair is tried again",
          detail: `${why} The next attempt is`,
          until: fix.next_attempt_at,
          more,
        };
    case "generating":
      return { tone: "accent", label: "Being repaired", detail: "The repair is being made and proven." };
    case "proposed":
      return proposedVerdict(fix, available);
    case "held":
      return { tone: "warn", label: "Repair waits", detail: `${why}${unproven}`, ...settingsLink(fix, page) };
    case "failed":
      return { tone: "bad", label: "No repair found", detail: `${why}${unproven}`, more };
    case "unfixable":
      return { tone: "bad", label: "Cannot be repaired", detail: `${why}${unproven}`, more };
    case "rejected":
      return {
        tone: "neutral",
        label: "Repair rejected",
        detail: `The trader still fails.${rejectedOffer(available, page)}`,
        more: fix.decision_reason,
      };
    case "superseded":
      return {
        tone: "neutral",
        label: "Repair out of date",
        detail: available.ask === null ? why : `${why} If it still fails, ask for another repair.`,
      };
    case "accepted":
      return acceptedVerdict(fix, page);
  }
}

/** What one can do about a reason, where the page has the button for it. */
function offerWords({ reason }: Fix, { ask, edit }: Available): string {
  if (reason === "auto_regenerate_off" && ask === "start") return "It starts when you ask for it.";
  return reason === "llm_not_configured" && edit ? "You can edit the code yourself." : "";
}

function rejectedOffer({ ask }: Available, { may_act }: IncidentPage): string {
  if (!may_act) return "";
  return ask === null
    ? " Resolve the incident if it does not matter."
    : " Ask for another repair, or resolve the incident if it does not matter.";
}

function proposedVerdict(fix: Fix, { accept }: Available): Verdict {
  const standing = standingOf(fix);
  if (standing === "not_proven" || fix.validation === null) {
    return {
      tone: "warn",
      label: "Repair ready, not proven",
      detail: `Not proven: ${whyNotProven(fix)}${accept ? " Look closely before you deploy it." : ""}`,
    };
  }
  const detail = proofSentence(fix.validation);
  if (standing === "samples") {
    return {
      tone: "warn",
      label: "Repair ready, proven on made-up markets only",
      detail: `${detail} ${NO_REAL_DATA}`,
    };
  }
  return standing === "changed"
    ? { tone: "warn", label: "Repair ready, proven with changes", detail }
    : fix.validation.healthy.inputs === 0
    ? { tone: "good", label: "Repair ready, proven to run", detail }
    : { tone: "good", label: "Repair ready and proven", detail };
}

/** An incident that is open although its repair was accepted was reopened by hand. */
function acceptedVerdict(fix: Fix, page: IncidentPage): Verdict {
  const deployment = deploymentOf(fix, page);
  const opened = "It was opened again after a repair was accepted.";
  if (deployment === null) return { tone: "warn", label: "Open again", detail: opened };
  const { detail, ...verdict } = deployedVerdict(deployment, page);
  return { ...verdict, tone: "warn", detail: `${opened} ${detail}` };
}

function settingsLink({ reason }: Fix, { may_act }: IncidentPage): Pick<Verdict, "link"> {
  const isOwners = may_act && (reason === "auto_regenerate_off" || reason === "daily_cost_cap");
  return isOwners ? { link: { to: "/settings", label: "Open settings" } } : {};
}
