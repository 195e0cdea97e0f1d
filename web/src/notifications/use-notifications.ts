import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { listNotifications, type NotificationsPage } from "../api/notifications.ts";
import { useClient } from "../api/supabase.tsx";
import { useReadInterval } from "../live/live.tsx";

const LATEST = 20;

/** The latest notifications and how many are unread. One read for the bell and the announcements. */
export function useNotifications(): UseQueryResult<NotificationsPage> {
  const client = useClient();
  return useQuery({
    queryKey: keys.notifications,
    queryFn: ({ signal }) => listNotifications(client, { pageSize: LATEST }, { signal }),
    refetchInterval: useReadInterval(),
  });
}
