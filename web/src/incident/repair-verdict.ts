import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { fixReason } from "../words/fixes.ts";
import { deploymentOf } from "./current-fix.ts";
import { proofSentence, standingOf, whyNotProven } from "./proof.ts";
import { deployedVerdict } from "./resolved-verdict.ts";
import type { Verdict } from "./verdict.ts";

/** Where the repair of an open incident stands. */
export function repairVerdict(fix: Fix, page: IncidentPage): Verdict {
  const { reason_detail: more } = fix;
  const why = fixReason(fix) ?? "";
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
      return proposedVerdict(fix);
    case "held":
      return { tone: "warn", label: "Repair waits", detail: `${why}${unproven}`, ...settingsLink(fix) };
    case "failed":
      return { tone: "bad", label: "No repair found", detail: `${why}${unproven}`, more };
    case "unfixable":
      return { tone: "bad", label: "Cannot be repaired", detail: `${why}${unproven}`, more };
    case "rejected":
      return {
        tone: "neutral",
        label: "Repair rejected",
        detail:
          "The trader still fails. Ask for another repair, or resolve the incident if it does not matter.",
        more: fix.decision_reason,
      };
    case "superseded":
      return {
        tone: "neutral",
        label: "Repair out of date",
        detail: `${why} If it still fails, ask for another repair.`,
      };
    case "accepted":
      return acceptedVerdict(fix, page);
  }
}

function proposedVerdict(fix: Fix): Verdict {
  const standing = standingOf(fix);
  if (standing === "not_proven" || fix.validation === null) {
    return {
      tone: "warn",
      label: "Repair ready, not proven",
      detail: `Not proven: ${whyNotProven(fix)} Look closely before you deploy it.`,
    };
  }
  const changed = fix.validation.healthy.inputs - fix.validation.healthy.equal;
  const detail = proofSentence(fix.validation);
  if (standing === "samples") {
    return {
      tone: "warn",
      label: "Repair ready, proven on made-up markets only",
      detail: `${detail} No real market data was there to try it on.`,
    };
  }
  return changed > 0
    ? { tone: "warn", label: "Repair ready, proven with changes", detail }
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

function settingsLink({ reason }: Fix): Pick<Verdict, "link"> {
  const isOwners = reason === "auto_regenerate_off" || reason === "daily_cost_cap";
  return isOwners ? { link: { to: "/settings", label: "Open settings" } } : {};
}
