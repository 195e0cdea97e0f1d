import type { SupabaseClient } from "@supabase/supabase-js";
import {
  keepPreviousData,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { type Overview, readOverview } from "../api/operations.ts";
import { useClient } from "../api/supabase.tsx";
import { toastFailed } from "../ui/toaster.tsx";

/** Operators hear of nothing at once; while they look, the page is read this often. */
const READ_INTERVAL_MS = 10_000;

/** How the platform stands, with the fault that the address names. */
export function useOverview(faultId: string | null): UseQueryResult<Overview> {
  const client = useClient();
  return useQuery({
    queryKey: [...keys.operations, "overview", faultId],
    queryFn: ({ signal }) => readOverview(client, faultId, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: READ_INTERVAL_MS,
  });
}

interface Operation<Input, Output> {
  act: (client: SupabaseClient, input: Input) => Promise<Output>;
  onDone: (output: Output) => void;
  /** What did not work, such as "Not switched". */
  failed: string;
  /** What to do with an error in place of a message that goes away: true where that is done. */
  onFailed?: (error: unknown) => boolean;
}

/** Something an operator does. It is busy until the page was read again, so that what is pressed next is about how things are. */
export function useOperation<Input, Output>(
  { act, onDone, failed, onFailed }: Operation<Input, Output>,
): UseMutationResult<Output, Error, Input> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => act(client, input),
    onSuccess: onDone,
    onError: (error) => {
      if (onFailed?.(error) !== true) toastFailed(failed, error);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [...keys.operations, "overview"] }),
  });
}
