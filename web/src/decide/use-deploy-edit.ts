import { useState } from "react";
import { ApiError } from "../api/api-error.ts";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { type FoundProblem, refusedAt } from "../check/problems.ts";
import { type Draft, drafts } from "./drafts.ts";
import { editOf, unprovenBecause } from "./editing.ts";
import { useUser } from "../session/session.tsx";
import { useAccept } from "./use-accept.ts";

interface DeployEdit {
  isBusy: boolean;
  /** Sends it; `isAcknowledged` where the user wants it without a proof. */
  deploy: (isAcknowledged: boolean) => void;
  /** Why it is not proven, when the server has said so and the user has to say more. */
  unproven: string | null;
  /** What the server found that the check here did not, in the code as it was sent. */
  refused: { draft: Draft; problem: FoundProblem } | null;
  /** Puts the question away. */
  leave: () => void;
}

/** Deploys what is in the editor, which is closed when that is done. */
export function useDeployEdit(page: IncidentPage, fix: Fix, draft: Draft): DeployEdit {
  const { id: userId } = useUser();
  const [unproven, setUnproven] = useState<string | null>(null);
  const [refused, setRefused] = useState<DeployEdit["refused"]>(null);
  const accept = useAccept(page, {
    onDone: () => drafts.remove(userId, fix.id),
    onFailed: (error) => {
      setUnproven(null);
      if (!(error instanceof ApiError)) return false;
      if (error.code === "not_validated") {
        setUnproven(unprovenBecause(error.message));
        return true;
      }
      const problem = error.code === "does_not_compile" ? refusedAt(error.message) : null;
      if (problem !== null) setRefused({ draft, problem });
      return problem !== null;
    },
  });
  const deploy = (isAcknowledged: boolean): void =>
    accept.start({
      fix_id: fix.id,
      code_sha256: draft.code_sha256,
      ...editOf(draft),
      ...(isAcknowledged ? { acknowledge_unvalidated: true } : {}),
    });
  return { isBusy: accept.isPending, deploy, unproven, refused, leave: () => setUnproven(null) };
}
