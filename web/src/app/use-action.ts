import type { SupabaseClient } from "@supabase/supabase-js";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { ApiError, isConflict } from "../api/api-error.ts";
import { useClient } from "../api/supabase.tsx";
import { readAgain } from "../live/read-again.ts";
import { toastFailed } from "../ui/toaster.tsx";
import { explained } from "../words/conflicts.ts";

export interface Action<Input, Output> {
  act: (client: SupabaseClient, input: Input) => Promise<Output>;
  onDone: (output: Output) => void;
  /** What to do with an error instead of telling it in a message that goes away: true where that is done. */
  onFailed?: (error: unknown) => boolean;
  /** What did not work, such as "Not accepted". */
  failed: string;
}

/** What an action changes. `shown` is read again before the action is over, so that what is pressed next is about how things are. */
export interface Changes {
  shown: QueryKey[];
  elsewhere?: QueryKey[];
  /** Of several actions with the same key one goes on at a time; each is by itself unless told. */
  key?: QueryKey;
}

export interface Acting<Input> {
  isPending: boolean;
  error: Error | null;
  /** Does nothing while one is under way, not even between the two presses of a double click. */
  start: (input: Input) => void;
}

/** Something a user does: busy until the page was read again; told when it fails, in words that say who was faster where that is why. */
export function useAction<Input, Output>(
  { act, onDone, onFailed, failed }: Action<Input, Output>,
  { shown, elsewhere = [], key }: Changes,
): Acting<Input> {
  const client = useClient();
  const queries = useQueryClient();
  const own = useId();
  const mutationKey = key ?? ["action", own];
  const { isPending, error, mutate } = useMutation({
    mutationKey,
    mutationFn: (input: Input) => act(client, input),
    onSuccess: onDone,
    onError: (error) => {
      const why = explained(error);
      if (onFailed?.(why) !== true) toastFailed(hasNoAnswer(why) ? "No answer from the server" : failed, why);
    },
    onSettled: async () => {
      for (const queryKey of elsewhere) void readAgain(queries, queryKey);
      await Promise.all(shown.map((queryKey) => readAgain(queries, queryKey)));
    },
  });
  const start = (input: Input): void => {
    if (queries.isMutating({ mutationKey }) === 0) mutate(input);
  };
  return { isPending, error, start };
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
