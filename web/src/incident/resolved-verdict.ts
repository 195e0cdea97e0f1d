import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { deploymentWords } from "../words/deployments.ts";
import { currentFix, deploymentOf, wasProven } from "./current-fix.ts";
import type { Verdict } from "./verdict.ts";

/** How an incident ended. */
export function resolvedVerdict(page: IncidentPage): Verdict {
  const { incident, after, failing, running } = page;
  const fix = currentFix(page);
  if (failing !== null && running?.code_sha256 === failing.code_sha256 && running.id !== failing.id) {
    return {
      tone: "bad",
      label: "The code that failed runs again",
      detail:
        `Version ${running.version} has the code of version ${failing.version}, which failed like this. Failing again it is a new incident.`,
      link: { to: `/traders/${page.trader.id}`, label: "See the trader's incidents" },
    };
  }
  if (incident.recovered_at !== null) {
    return {
      tone: "good",
      label: "Ended by itself",
      detail: "Nothing was seen of it for long enough to call it over. There is nothing to do.",
    };
  }
  if (incident.resolved_by_version_id !== null) {
    const deployment = fix?.status === "accepted" ? deploymentOf(fix, page) : null;
    if (deployment !== null) return deployedVerdict(deployment, page);
    if (after !== null) {
      return {
        tone: "warn",
        label: "Taken back",
        detail:
          `It came up when version ${after.version} went live. That was taken back, so what runs now is the code from before.`,
      };
    }
    return { tone: "good", label: "Gone with other code", detail: replacedWords(page) };
  }
  if (incident.decided_at !== null) {
    return {
      tone: "neutral",
      label: "Resolved by hand",
      detail: "If it happens again, it is told and repaired as a new incident.",
      more: incident.decision_reason,
    };
  }
  if (incident.occurrences === 0 || incident.stale_occurrences >= incident.occurrences) {
    return {
      tone: "neutral",
      label: "Only older code failed",
      detail: "Code that does not run any more failed like this. The code that runs now has not.",
    };
  }
  return { tone: "good", label: "Resolved", detail: "If it happens again, it is told as a new incident." };
}

function replacedWords({ incident, running }: IncidentPage): string {
  const version = running?.id === incident.resolved_by_version_id
    ? `Version ${running.version}`
    : "A newer version";
  return `${version} replaced the code that failed.`;
}

const LABELS: Record<Deployment["status"], string> = {
  pending: "Repair saved, not live yet",
  deployed: "Repair live, watched",
  verified: "Repaired and verified",
  rolled_back: "Repair taken back",
  failed: "Repair not in order",
};

/** Where the repair that resolved it stands. */
export function deployedVerdict(deployment: Deployment, { running }: Pick<IncidentPage, "running">): Verdict {
  const { tone, detail, until } = deploymentWords(deployment);
  const { status, confirmed_at } = deployment;
  const isProven = wasProven(deployment);
  return {
    tone: !isProven && tone === "good" ? "neutral" : tone,
    label: status === "verified" && confirmed_at === null ? "Repair verified, not confirmed" : LABELS[status],
    detail: isProven ? detail : `It was deployed without a proof. ${detail}`,
    until,
    more: replacedBy(deployment, running),
  };
}

/** That other code runs by now; null where it is still the deployed one. */
function replacedBy({ version_id }: Deployment, running: IncidentPage["running"]): string | null {
  if (running?.id === version_id) return null;
  return running === null
    ? "The trader has no code any more."
    : `Version ${running.version} is the trader's code now.`;
}
