import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { Version } from "../api/versions.ts";

type Known = Pick<IncidentPage, "incident" | "failing" | "fixes" | "attempts">;

/** The code of the part that failed. */
export function failingCode(version: Version, { incident }: Pick<IncidentPage, "incident">): string {
  return incident.component === "series" ? version.series_code : version.code;
}

/** The line of that code that failed: as the message names it, or as it was seen when a repair made the failure happen again. Null where neither is known. */
export function failingLine(page: Known): number | null {
  const { incident, failing, fixes } = page;
  if (failing === null) return null;
  const lines = failingCode(failing, page).split("\n");
  const isThere = (line: number): boolean => line >= 1 && line <= lines.length;
  if (incident.code_line !== null) return isThere(incident.code_line) ? incident.code_line : null;
  const seen = fixes.filter(({ base_version_id }) => base_version_id === failing.id)
    .flatMap((fix) => proofsOf(fix, page))
    .find((proof) => {
      const line = proof?.failure_seen?.line;
      const source = proof?.failure_seen?.source;
      // The same statement has to stand there, or the line is of other code.
      return typeof line === "number" && isThere(line) &&
        (typeof source !== "string" || (lines[line - 1] ?? "").trim() === source.trim());
    });
  return seen?.failure_seen?.line ?? null;
}

function proofsOf(fix: Fix, { attempts }: Known): Fix["validation"][] {
  return [
    fix.validation,
    ...attempts.filter(({ fix_id }) => fix_id === fix.id).map(({ validation }) => validation),
  ];
}
