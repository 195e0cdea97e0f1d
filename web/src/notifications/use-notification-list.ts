import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
} from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { listNotifications, type NotificationsPage } from "../api/notifications.ts";
import type { Cursor } from "../api/page.ts";
import { useClient } from "../api/supabase.tsx";
import { useReadInterval } from "../live/live.tsx";
import type { Filters } from "./filters.ts";
import { groups } from "./kinds.ts";

const PAGE_SIZE = 30;

/** The notifications that the filters let through, a page at a time. */
export function useNotificationList(
  filters: Filters,
): UseInfiniteQueryResult<InfiniteData<NotificationsPage>> {
  const client = useClient();
  const { isUnread, group, traderId } = filters;
  return useInfiniteQuery({
    queryKey: [...keys.notifications, "list", filters],
    queryFn: ({ pageParam, signal }) =>
      listNotifications(client, {
        pageSize: PAGE_SIZE,
        after: pageParam,
        isUnread,
        kinds: group === null ? null : groups[group].kinds,
        traderId,
      }, { signal }),
    initialPageParam: null as Cursor | null,
    getNextPageParam: ({ next }) => next,
    // Another filter shows what was there until its own is read, so that nothing jumps.
    placeholderData: keepPreviousData,
    refetchInterval: useReadInterval(),
  });
}
