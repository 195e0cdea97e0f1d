import type { SupabaseClient } from "@supabase/supabase-js";
import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import { ApiError, isConflict } from "../api/api-error.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import { toastDone, toastFailed } from "../ui/toaster.tsx";
import { explained } from "./conflicts.ts";
import { outcomeOf } from "./outcome.ts";

interface Action<Input, Output> {
  act: (client: SupabaseClient, input: Input) => Promise<Output>;
  onDone: (output: Output) => void;
  /** What to do with an error instead of telling it in a message that goes away: true where that is done. */
  onFailed?: (error: unknown) => boolean;
  /** What did not work, such as "Not accepted". */
  failed: string;
}

/** Something a user does about an incident. It is busy until the page was read again, so that what is pressed next is about how things are. */
export function useAction<Input, Output>(
  { incident, trader }: Pick<IncidentPage, "incident" | "trader">,
  { act, onDone, onFailed, failed }: Action<Input, Output>,
): UseMutationResult<Output, Error, Input> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => act(client, input),
    onSuccess: onDone,
    onError: (error) => {
      const why = explained(error);
      if (onFailed?.(why) !== true) toastFailed(hasNoAnswer(why) ? "No answer from the server" : failed, why);
    },
    onSettled: async () => {
      for (const key of [keys.trader(trader.id), keys.traders, keys.spend]) {
        void queries.invalidateQueries({ queryKey: key });
      }
      await queries.invalidateQueries({ queryKey: keys.incident(incident.id) });
    },
  });
}

/** Then nobody knows here whether it was done; the page, once it is read, shows it. */
function hasNoAnswer(error: unknown): boolean {
  return error instanceof ApiError && error.status === 0;
}

/** For `onFailed` in a dialog: it shows what went wrong itself, but a conflict closes it, as the page below has changed. */
export function inDialog(onClose: () => void): (error: unknown) => boolean {
  return (error) => {
    if (isConflict(error)) onClose();
    return !isConflict(error);
  };
}

/** Tells how a deployment stands that was just made; `what` was done, such as "Accepted". */
export function tellDeployment(what: string, deployment: Deployment): void {
  const { kind, title, detail } = outcomeOf(what, deployment, Date.now());
  if (kind === "done") toastDone(title, detail);
  else toast[kind === "waits" ? "warning" : "error"](title, { description: detail, duration: 12_000 });
}
