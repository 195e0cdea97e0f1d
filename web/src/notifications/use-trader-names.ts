import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { callDatabase } from "../api/call.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import { tradersPageSchema } from "../api/traders.ts";
import { useUser } from "../session/session.tsx";

const MOST_TRADERS = 100;

export interface TraderName {
  id: string;
  name: string;
}

/** The traders that may have been told of, the latest failing first; of operators the built-in ones, too. */
export function useTraderNames(): UseQueryResult<TraderName[]> {
  const client = useClient();
  const { isAdmin } = useUser();
  return useQuery({
    // Whatever makes a trader fail or go on is told: then this is read again.
    queryKey: [...keys.notifications, "traders"],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        (isAdmin ? [false, true] : [false]).map((built_in) =>
          callDatabase(client, "list_traders", { built_in, page_size: MOST_TRADERS }, tradersPageSchema, {
            signal,
          })
        ),
      );
      return lists.flatMap(({ items }) => items.map(({ id, name }) => ({ id, name })));
    },
  });
}
