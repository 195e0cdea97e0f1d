// Which actions the state of an incident allows. The server decides in the end; this keeps the page from offering what it would refuse.
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import type { Attempt, Fix, FixStatus } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { currentFix } from "../incident/current-fix.ts";

export interface Available {
  /** The repair that is decided on. */
  fix: Fix | null;
  accept: boolean;
  edit: boolean;
  reject: boolean;
  /** A repair can be asked for: the first, another one, or that one which waits goes on. */
  ask: "first" | "again" | "start" | null;
  /** Another repair would be possible, but the attempts are used up. */
  isExhausted: boolean;
  /** Whether the deployment of the running code can be tried once more, now. */
  retry: boolean;
  /** The version that ran before the repair, where the repair can be taken back. */
  takeBack: string | null;
}

/** As many attempts an incident has, unless the operator has set it otherwise. */
export const MAX_ATTEMPTS = 3;

const EDITABLE: readonly FixStatus[] = ["proposed", "held", "failed", "unfixable"];
const OVER: readonly FixStatus[] = ["accepted", "rejected", "superseded", "failed", "unfixable"];

/** Reasons of failed deployments whose code is live all the same. */
const STAYS_LIVE = ["auto_rollback_off", "no_healthy_version", "returned_already"];

export function availableActions(page: IncidentPage): Available {
  const { incident, running, current } = page;
  const fix = currentFix(page);
  const isMine = fix !== null && canDecide(fix, page);
  const canRepair = incident.status === "open" && incident.attribution === "code" &&
    page.trader.language === "go" && running !== null;
  const ask = canRepair ? askable(fix) : null;
  const isExhausted = ask !== null && ask !== "start" && attemptsUsed(page.attempts) >= MAX_ATTEMPTS;
  const runs = current !== null && current.version_id === running?.id ? current : null;
  return {
    fix,
    accept: isMine && fix.status === "proposed",
    edit: isMine && EDITABLE.includes(fix.status),
    reject: isMine && fix.status === "proposed",
    ask: isExhausted ? null : ask,
    isExhausted,
    retry: runs !== null && canRetry(runs),
    takeBack: runs !== null && canTakeBack(runs, page) ? running?.parent_id ?? null : null,
  };
}

/** Whether the repair is of the code that runs, and of a failure that is not over. */
function canDecide(fix: Fix, { incident, running, trader }: IncidentPage): boolean {
  return fix.base_version_id === running?.id && incident.status !== "resolved" && trader.language === "go";
}

function askable(fix: Fix | null): Available["ask"] {
  if (fix === null) return "first";
  if (fix.status === "held") return fix.reason === "systemic_fault" ? null : "start";
  return OVER.includes(fix.status) ? "again" : null;
}

function canRetry({ status, next, reason }: Deployment): boolean {
  return status === "pending" ? next === "retry" : status === "failed" && !STAYS_LIVE.includes(reason ?? "");
}

/** Only what belongs to the incident: a repair of it, or what brought it. */
function canTakeBack({ id, status, next }: Deployment, { incident, deployments }: IncidentPage): boolean {
  const isOurs = deployments.some((one) => one.id === id) || incident.after_deployment_id === id;
  return isOurs && !(status === "pending" && next === "ask_executor");
}

/** Attempts that count: what was held back before it could try anything does not. */
export function attemptsUsed(attempts: readonly Pick<Attempt, "status">[]): number {
  return attempts.filter(({ status }) => status !== "held").length;
}

/** What can be done about the incident itself. */
export function incidentActions(
  status: IncidentPage["incident"]["status"],
): ("resolve" | "ignore" | "reopen")[] {
  switch (status) {
    case "open":
      return ["resolve", "ignore"];
    case "ignored":
      return ["reopen", "resolve"];
    case "resolved":
      return ["reopen"];
  }
}
