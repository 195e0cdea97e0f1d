import type { UseMutationResult } from "@tanstack/react-query";
import { type Acceptance, type Accepted, acceptFix } from "../api/decisions.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { tellDeployment, useAction } from "./use-action.ts";

/** Accepts a repair or an edit of it. That it had been accepted before is a success, too. */
export function useAccept(
  page: IncidentPage,
  { onDone, onFailed }: { onDone?: () => void; onFailed?: (error: unknown) => boolean } = {},
): UseMutationResult<Accepted, Error, Acceptance> {
  return useAction(page, {
    act: acceptFix,
    failed: "Not accepted",
    onDone: ({ already_accepted, deployment }) => {
      tellDeployment(already_accepted ? "Accepted before" : "Accepted", deployment);
      onDone?.();
    },
    ...(onFailed === undefined ? {} : { onFailed }),
  });
}
