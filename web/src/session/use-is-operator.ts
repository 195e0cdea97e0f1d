import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { readIsOperator } from "../api/operations.ts";
import { useClient } from "../api/supabase.tsx";
import { useUser } from "./session.tsx";

/** Asks the server who is an operator: the session knows the role, but not a profile that says so. Once a session. */
export function useOperatorQuery(): UseQueryResult<boolean> {
  const client = useClient();
  const { id, isAdmin } = useUser();
  return useQuery({
    queryKey: [...keys.operations, "may", id],
    queryFn: ({ signal }) => (isAdmin ? true : readIsOperator(client, { signal })),
    ...(isAdmin ? { initialData: true } : {}),
    staleTime: Infinity,
  });
}

/** Whether the user is known to be an operator. */
export function useIsOperator(): boolean {
  return useOperatorQuery().data === true;
}
