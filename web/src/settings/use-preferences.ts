import {
  type QueryKey,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { type PreferencesTable, readPreferences, savePreferences } from "../api/preferences.ts";
import { useClient } from "../api/supabase.tsx";
import { useUser } from "../session/session.tsx";
import { toastDone, toastFailed } from "../ui/toaster.tsx";

function keyOf({ name }: { name: string }): QueryKey {
  return [...keys.preferences, name];
}

export function usePreferences<T>(table: PreferencesTable<T>): UseQueryResult<T> {
  const client = useClient();
  const { id } = useUser();
  return useQuery({
    queryKey: keyOf(table),
    queryFn: ({ signal }) => readPreferences(client, table, id, signal),
  });
}

export interface Change<T> {
  change: Partial<T>;
  /** What to say when it is saved. */
  done: string;
}

interface SaveOptions {
  /** Whether the change is shown before it is saved. */
  isShownAtOnce: boolean;
  /** Whether the page says itself what is wrong. */
  isExplained?: (error: Error) => boolean;
}

/** Saves a change and says so. What was shown at once is taken back if it is refused. Changes are saved one after the other. */
export function useSavePreferences<T extends object>(
  table: PreferencesTable<T>,
  { isShownAtOnce, isExplained = () => false }: SaveOptions,
): UseMutationResult<T, Error, Change<T>, Partial<T>> {
  const client = useClient();
  const queries = useQueryClient();
  const { id } = useUser();
  const key = keyOf(table);
  const show = (change: Partial<T>): void => {
    queries.setQueryData<T>(key, (now) => now && { ...now, ...change });
  };
  return useMutation({
    mutationKey: key,
    scope: { id: table.name },
    mutationFn: ({ change }) => savePreferences(client, table, id, change),
    onMutate: async ({ change }) => {
      await queries.cancelQueries({ queryKey: key });
      const before = valuesOf(queries.getQueryData<T>(key) ?? table.defaults, change);
      if (isShownAtOnce) show(change);
      return before;
    },
    onSuccess: (_saved, { change, done }) => {
      if (!isShownAtOnce) show(change);
      toastDone(done);
    },
    onError: (error, _change, before) => {
      if (isShownAtOnce && before !== undefined) show(before);
      if (!isExplained(error)) toastFailed("The setting was not saved", error);
    },
    // A read would undo on the page what waits to be saved after this.
    onSettled: () =>
      queries.isMutating({ mutationKey: key }) === 1 && queries.invalidateQueries({ queryKey: key }),
  });
}

/** What a row has in the columns that change. */
function valuesOf<T extends object>(row: T, change: Partial<T>): Partial<T> {
  const values: Partial<T> = {};
  for (const name of Object.keys(change) as (keyof T)[]) values[name] = row[name];
  return values;
}
