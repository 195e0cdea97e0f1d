import {
  keepPreviousData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import type { Cursor } from "../api/page.ts";
import { useClient } from "../api/supabase.tsx";
import {
  countTraders,
  listTraders,
  type TraderCard,
  type TraderCounts,
  type TraderList,
} from "../api/traders.ts";
import { useReadInterval } from "../live/live.tsx";
import { eachOnce } from "./each-once.ts";

/** Fills the rows of a grid of 2, 3, 4, 5 and 6 columns. */
const PAGE_SIZE = 60;

/** The traders of a list, a page at a time. */
export function useTraderList(list: TraderList): UseInfiniteQueryResult<TraderCard[]> {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: [...keys.traders, "list", list],
    queryFn: ({ pageParam, signal }) =>
      listTraders(client, { ...list, after: pageParam, pageSize: PAGE_SIZE }, { signal }),
    initialPageParam: null as Cursor | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => eachOnce(pages.flatMap(({ items }) => items)),
    // Another list shows what was there until its own is read, so that nothing jumps.
    placeholderData: keepPreviousData,
    refetchInterval: useReadInterval(),
  });
}

/** How many traders there are in each state, whatever is searched for. */
export function useTraderCounts(isBuiltIn: boolean): UseQueryResult<TraderCounts> {
  const client = useClient();
  return useQuery({
    queryKey: [...keys.traders, "counts", isBuiltIn],
    queryFn: ({ signal }) => countTraders(client, isBuiltIn, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: useReadInterval(),
  });
}
