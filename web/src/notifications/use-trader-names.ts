import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { callDatabase } from "../api/call.ts";
import { useClient } from "../api/supabase.tsx";
import { tradersPageSchema } from "../api/traders.ts";
import { useIsOperator } from "../session/use-is-operator.ts";

const MOST_TRADERS = 100;
const FRESH_MS = 300_000;

export interface TraderName {
  id: string;
  name: string;
}

/** The traders that may have been told of, the latest failing first; of operators the built-in ones, too. */
export function useTraderNames(): UseQueryResult<TraderName[]> {
  const client = useClient();
  const isOperator = useIsOperator();
  return useQuery({
    // A key of its own: names change seldom, while what is told changes all the time.
    queryKey: ["trader-names", isOperator],
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        (isOperator ? [false, true] : [false]).map((built_in) =>
          callDatabase(client, "list_traders", { built_in, page_size: MOST_TRADERS }, tradersPageSchema, {
            signal,
          })
        ),
      );
      return lists.flatMap(({ items }) => items.map(({ id, name }) => ({ id, name })));
    },
  });
}
