import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import * as z from "zod/mini";
import { callDatabase } from "../api/call.ts";
import { keys } from "../api/keys.ts";
import type { Cursor, Page } from "../api/page.ts";
import { useClient } from "../api/supabase.tsx";
import { type TraderPage, traderPageSchema } from "../api/trader-page.ts";
import { useReadInterval } from "../live/live.tsx";
import { eachOnce } from "../traders/each-once.ts";

/** All that the page of a trader shows at first; null when it is not there or not the user's. */
export function useTrader(id: string): UseQueryResult<TraderPage | null> {
  const client = useClient();
  return useQuery({
    queryKey: keys.trader(id),
    queryFn: ({ signal }) =>
      callDatabase(client, "trader_page", { trader_id: id }, z.nullable(traderPageSchema), { signal }),
    refetchInterval: useReadInterval(),
  });
}

interface TraderList<T> {
  /** The function of the database that lists. */
  name: string;
  args?: Record<string, unknown>;
  schema: z.ZodMiniType<Page<T>>;
  pageSize: number;
  /** What is shown until the list is read, if something is there already. */
  seed?: Page<T> | undefined;
}

/** Something that a trader has many of, a page at a time. */
export function useTraderPages<T extends { id: unknown }>(
  traderId: string,
  { name, args = {}, schema, pageSize, seed }: TraderList<T>,
): UseInfiniteQueryResult<T[]> {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: [...keys.trader(traderId), name, args],
    queryFn: ({ pageParam, signal }) => {
      const all = { trader_id: traderId, ...args, after: pageParam, page_size: pageSize };
      return callDatabase(client, name, all, schema, { signal });
    },
    initialPageParam: null as Cursor | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => eachOnce(pages.flatMap(({ items }) => items)),
    placeholderData: (before: InfiniteData<Page<T>, Cursor | null> | undefined) =>
      before ?? (seed && { pages: [seed], pageParams: [null] }),
    refetchInterval: useReadInterval(),
  });
}
