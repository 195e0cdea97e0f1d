// Where an incident stands, for who has ten seconds: one short answer, why, and what comes next.
import type { IncidentPage } from "../api/incidents.ts";
import { availableActions } from "../decide/available.ts";
import type { Tone } from "../ui/badge.tsx";
import { causeWords } from "../words/incidents.ts";
import { currentFix } from "./current-fix.ts";
import { repairVerdict } from "./repair-verdict.ts";
import { resolvedVerdict } from "./resolved-verdict.ts";

export interface Verdict {
  tone: Tone;
  label: string;
  detail: string;
  /** The time that `detail` leads up to, as an ISO time. */
  until?: string | null;
  /** More of the same in words that were written elsewhere. */
  more?: string | null;
  /** Where one can do something about it, other than on this page. */
  link?: { to: string; label: string };
}

export function verdictOf(page: IncidentPage): Verdict {
  const { incident, trader } = page;
  const fix = currentFix(page);
  if (incident.status === "resolved") return resolvedVerdict(page);
  if (incident.status === "ignored") return ignoredVerdict(page);
  if (incident.attribution !== "code") return outsideVerdict(page);
  if (trader.language !== "go") {
    return {
      tone: "neutral",
      label: "Recorded, not repaired",
      detail:
        "Only Go is repaired here, and this trader is written in another language. Its errors are shown so that you know of them.",
    };
  }
  // The incident keeps the fault's id when that is over.
  if (incident.systemic_fault_id !== null && fix?.status === "held" && fix.reason === "systemic_fault") {
    return {
      tone: "warn",
      label: "Many traders fail at once",
      detail:
        "So it is most likely not your code. The repair waits until that is over and then goes on by itself; meanwhile nothing is spent. There is nothing to do.",
    };
  }
  if (fix === null) {
    return {
      tone: "neutral",
      label: "No repair yet",
      detail: `None was made so far.${availableActions(page).ask === null ? "" : " You can ask for one."}`,
    };
  }
  return repairVerdict(fix, page);
}

function ignoredVerdict({ incident }: IncidentPage): Verdict {
  const { ignored_until: until, decision_reason: more } = incident;
  return until === null
    ? {
      tone: "neutral",
      label: "Ignored",
      detail: "It opens again by itself when it fails on other symbols or happens far more often.",
      more,
    }
    : {
      tone: "neutral",
      label: "Ignored for a time",
      detail: "Whatever it does, it is ignored; that ends",
      until,
      more,
    };
}

function outsideVerdict(page: IncidentPage): Verdict {
  const fix = currentFix(page);
  return {
    tone: "warn",
    label: "Nothing to repair",
    detail: `The cause is ${
      causeWords(page.incident)
    }, not the trader's code. It ends by itself, and you are told when it has. There is nothing to do.`,
    more: fix?.reason === "not_reproduced" ? fix.reason_detail : null,
  };
}
