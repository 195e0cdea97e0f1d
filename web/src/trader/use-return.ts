import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { isConflict } from "../api/api-error.ts";
import { rollBack, type RolledBack } from "../api/decisions.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import type { ListedVersion } from "../api/versions.ts";
import { explained } from "../decide/conflicts.ts";
import { tellDeployment } from "../decide/use-action.ts";
import { toastDone, toastFailed } from "../ui/toaster.tsx";

interface Return {
  version: Pick<ListedVersion, "id" | "version" | "is_running">;
  reason?: string | undefined;
}

/**
 * Brings the code of a version back, or the deployment of the one that runs to the executor once more. It is busy until the page was read
 * again, so that what is pressed next is about how things are.
 */
export function useReturn(
  traderId: string,
  { onDone, onConflict }: { onDone?: () => void; onConflict?: () => void } = {},
): UseMutationResult<RolledBack, Error, Return> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ version, reason }: Return) =>
      rollBack(client, { trader_id: traderId, version_id: version.id, reason }),
    onSuccess: (answer, { version }) => {
      tell(answer, version);
      onDone?.();
    },
    onError: (error, { version }) => {
      if (isConflict(error)) onConflict?.();
      // In its dialog any other error is shown where it happened.
      if (isConflict(error) || onDone === undefined) {
        toastFailed(version.is_running ? "Not tried again" : "Not returned", explained(error));
      }
    },
    onSettled: async () => {
      for (const key of [keys.traders, ["incident"]]) void queries.invalidateQueries({ queryKey: key });
      await queries.invalidateQueries({ queryKey: keys.trader(traderId) });
    },
  });
}

function tell({ changed, deployment }: RolledBack, version: Return["version"]): void {
  if (changed) tellDeployment(`Returned to version ${version.version}`, deployment);
  else if (version.is_running) tellDeployment("Tried again", deployment);
  else {toastDone(
      `The code of version ${version.version} is the current code already`,
      "Nothing was changed. The page now shows how things stand.",
    );}
}
