import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isConflict } from "../api/api-error.ts";
import { rollBack, type RolledBack } from "../api/decisions.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import type { ListedVersion } from "../api/versions.ts";
import { explained } from "../decide/conflicts.ts";
import { tellDeployment } from "../decide/use-action.ts";
import { toastDone, toastFailed } from "../ui/toaster.tsx";

const UNCHANGED = "Nothing was changed. The page now shows how things stand.";

interface Return {
  version: Pick<ListedVersion, "id" | "version" | "is_running">;
  reason?: string | undefined;
}

interface Returning {
  isPending: boolean;
  error: Error | null;
  /** Nothing happens while one is under way, not even between the two presses of a double click. */
  start: (wanted: Return) => void;
}

/**
 * Brings the code of a version back, or the deployment of the one that runs to the executor once more. It is busy until the page was read
 * again, so that what is pressed next is about how things are.
 */
export function useReturn(
  traderId: string,
  { onDone, onConflict }: { onDone?: () => void; onConflict?: () => void } = {},
): Returning {
  const client = useClient();
  const queries = useQueryClient();
  const mutationKey = ["return", traderId];
  const { isPending, error, mutate } = useMutation({
    mutationKey,
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
  const start = (wanted: Return): void => {
    if (queries.isMutating({ mutationKey }) === 0) mutate(wanted);
  };
  return { isPending, error, start };
}

function tell({ changed, deployment }: RolledBack, version: Return["version"]): void {
  if (changed) tellDeployment(`Returned to version ${version.version}`, deployment);
  else if (version.is_running) tellDeployment("Tried again", deployment);
  else toastDone(`The code of version ${version.version} is the current code already`, UNCHANGED);
}
