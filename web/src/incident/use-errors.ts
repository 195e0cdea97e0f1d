import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { callDatabase } from "../api/call.ts";
import { type ErrorRow, errorsPageSchema } from "../api/incidents.ts";
import { keys } from "../api/keys.ts";
import type { Cursor, Page } from "../api/page.ts";
import { useClient } from "../api/supabase.tsx";

const PAGE_SIZE = 20;

/** The errors of an incident page by page, newest first, once they are wanted. */
export function useErrors(
  incidentId: string,
  isWanted: boolean,
): UseInfiniteQueryResult<InfiniteData<Page<ErrorRow>>> {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: [...keys.incident(incidentId), "errors"],
    queryFn: ({ pageParam, signal }) =>
      callDatabase(
        client,
        "list_errors",
        { incident_id: incidentId, after: pageParam, page_size: PAGE_SIZE },
        errorsPageSchema,
        { signal },
      ),
    initialPageParam: null as Cursor | null,
    getNextPageParam: ({ next }) => next,
    enabled: isWanted,
  });
}
