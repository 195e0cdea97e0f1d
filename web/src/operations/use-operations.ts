import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { type Overview, readOverview } from "../api/operations.ts";
import { useClient } from "../api/supabase.tsx";
import { type Acting, type Action, useAction } from "../app/use-action.ts";

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

/** Something an operator does. */
export function useOperation<Input, Output>(action: Action<Input, Output>): Acting<Input> {
  return useAction(action, { shown: [[...keys.operations, "overview"]] });
}
