import type { Fix } from "../api/fixes.ts";
import type { Incident, IncidentPage } from "../api/incidents.ts";
import { baseOf, ownEditOf } from "./current-fix.ts";

export interface CodeChange {
  component: Incident["component"];
  original: string;
  proposed: string;
}

/** The parts of the code that a repair changes, or the edit of it that was deployed, the failing one first; none where there is no candidate or its base is not at hand. */
export function codeChanges(
  fix: Fix,
  page: Pick<IncidentPage, "incident" | "failing" | "running" | "deployments">,
): CodeChange[] {
  const base = baseOf(fix, page);
  const candidate = ownEditOf(fix, page) ?? fix;
  if (base === null || candidate.code === null) return [];
  const changes: CodeChange[] = [
    { component: "filter", original: base.code, proposed: candidate.code },
    {
      component: "series",
      original: base.series_code,
      // What a repair does not speak of stays as it is.
      proposed: candidate.series_code ?? base.series_code,
    },
  ];
  return changes
    .filter(({ original, proposed }) => original !== proposed)
    .sort((a, b) => rank(a, page.incident) - rank(b, page.incident));
}

function rank({ component }: CodeChange, incident: Incident): number {
  return component === incident.component ? 0 : 1;
}
