// Which of an incident's repairs the page is about, and which code stands beside which.
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { Version } from "../api/versions.ts";

type Repairs = Pick<IncidentPage, "incident" | "fixes">;

/** The repair that the page is about: of a resolved incident the one that was accepted, else the latest. */
export function currentFix({ incident, fixes }: Repairs): Fix | null {
  const accepted = incident.status === "resolved"
    ? fixes.find(({ status }) => status === "accepted")
    : undefined;
  return accepted ?? fixes[0] ?? null;
}

/** The latest deployment of a repair. */
export function deploymentOf(
  fix: Fix,
  { deployments }: Pick<IncidentPage, "deployments">,
): Deployment | null {
  return deployments.find(({ fix_id }) => fix_id === fix.id) ?? null;
}

type Versions = Pick<IncidentPage, "failing" | "running">;

/** The code that a repair starts from; null where the page does not have it any more. */
export function baseOf(fix: Fix, { failing, running }: Versions): Version | null {
  return [failing, running].find((version) => version?.id === fix.base_version_id) ?? null;
}

/** Whether the owner deployed other code than the repair that was offered. */
export function isOwnEdit(fix: Fix, page: Pick<IncidentPage, "deployments">): boolean {
  const deployment = deploymentOf(fix, page);
  return deployment !== null && fix.code_sha256 !== null && deployment.code_sha256 !== fix.code_sha256;
}

/** The owner's edit of a repair that was deployed; null where it was none, or where the page does not have its code any more. */
export function ownEditOf(fix: Fix, page: Versions & Pick<IncidentPage, "deployments">): Version | null {
  const deployment = isOwnEdit(fix, page) ? deploymentOf(fix, page) : null;
  return [page.running, page.failing].find((version) => version?.id === deployment?.version_id) ?? null;
}

/** Whether the code that was accepted from a repair was proven; what nobody noted was not. */
export function wasProven({ fix_id, is_validated }: Deployment): boolean {
  return fix_id === null || is_validated === true;
}
