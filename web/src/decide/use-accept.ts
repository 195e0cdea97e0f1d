import { type Acceptance, acceptFix } from "../api/decisions.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { Acting } from "../app/use-action.ts";
import { tellDeployment } from "./tell-deployment.ts";
import { useIncidentAction } from "./use-incident-action.ts";

/** Accepts a repair or an edit of it. That it had been accepted before is a success, too. */
export function useAccept(
  page: IncidentPage,
  { onDone, onFailed }: { onDone?: () => void; onFailed?: (error: unknown) => boolean } = {},
): Acting<Acceptance> {
  return useIncidentAction(page, {
    act: acceptFix,
    failed: "Not accepted",
    onDone: ({ already_accepted, deployment }) => {
      tellDeployment(already_accepted ? "Accepted before" : "Accepted", deployment);
      onDone?.();
    },
    ...(onFailed === undefined ? {} : { onFailed }),
  });
}
