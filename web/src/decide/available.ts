// Which actions the state of an incident allows. The server decides in the end; this keeps the page from offering what it would refuse.
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import type { Fix, FixStatus } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { Version } from "../api/versions.ts";
import { currentFix } from "../incident/current-fix.ts";
import { staysLive } from "../words/deployments.ts";

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
  /** What runs and the version that ran before it, where the repair can be taken back. */
  takeBack: { running: Version; versionId: string } | null;
  /** What runs is itself what was returned to: before it ran what was taken back, so the user has to choose a version. */
  chooseVersion: boolean;
}

const EDITABLE: readonly FixStatus[] = ["proposed", "held", "failed", "unfixable"];
const OVER: readonly FixStatus[] = ["accepted", "rejected", "superseded", "failed", "unfixable"];

export function availableActions(page: IncidentPage): Available {
  const { running, current, may_act } = page;
  const fix = currentFix(page);
  const isMine = fix !== null && canDecide(fix, page);
  const ask = canRepair(page) ? askable(fix) : null;
  const isExhausted = ask !== null && page.attempts_left === 0;
  const runs = may_act && current !== null && current.version_id === running?.id ? current : null;
  const isOurs = runs !== null && canTakeBack(runs, page);
  return {
    fix,
    accept: isMine && fix.status === "proposed",
    edit: isMine && EDITABLE.includes(fix.status),
    reject: isMine && fix.status === "proposed",
    ask: isExhausted ? null : ask,
    isExhausted,
    retry: runs !== null && canRetry(runs),
    takeBack: isOurs && !runs.is_automatic ? beforeOf(running) : null,
    chooseVersion: isOurs && runs.is_automatic,
  };
}

/** Whether the repair is of the code that runs, and of a failure that is not over. */
function canDecide(fix: Fix, { incident, running, trader, may_act }: IncidentPage): boolean {
  return may_act && fix.base_version_id === running?.id && incident.status !== "resolved" &&
    trader.language === "go";
}

function canRepair({ incident, running, trader, may_act }: IncidentPage): boolean {
  return may_act && incident.status === "open" && incident.attribution === "code" &&
    trader.language === "go" && running !== null;
}

/** Whether another repair can be asked for once the one that is offered is rejected. */
export function canAskAfter(page: IncidentPage): boolean {
  return canRepair(page) && page.attempts_left > 0;
}

function askable(fix: Fix | null): Available["ask"] {
  if (fix === null) return "first";
  if (fix.status === "held") return fix.reason === "systemic_fault" ? null : "start";
  return OVER.includes(fix.status) ? "again" : null;
}

function canRetry(deployment: Deployment): boolean {
  const { status, next } = deployment;
  return status === "pending" ? next === "retry" : status === "failed" && !staysLive(deployment);
}

/** Only what belongs to the incident: a repair of it, or what brought it. */
function canTakeBack({ id, status, next }: Deployment, { incident, deployments }: IncidentPage): boolean {
  const isOurs = deployments.some((one) => one.id === id) || incident.after_deployment_id === id;
  return isOurs && !(status === "pending" && next === "ask_executor");
}

function beforeOf(running: Version | null): Available["takeBack"] {
  return running === null || running.parent_id === null ? null : { running, versionId: running.parent_id };
}

/** What can be done about the incident itself. */
export function incidentActions(
  { incident: { status }, may_act }: Pick<IncidentPage, "incident" | "may_act">,
): ("resolve" | "ignore" | "reopen")[] {
  if (!may_act) return [];
  switch (status) {
    case "open":
      return ["resolve", "ignore"];
    case "ignored":
      return ["reopen", "resolve"];
    case "resolved":
      return ["reopen"];
  }
}
