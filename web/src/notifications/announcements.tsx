// Messages about what comes while the app is open.
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Notification } from "../api/notifications.ts";
import { Announcer } from "./announcer.ts";
import { isShownAt, newsIn, type Seen, seenIn } from "./news.ts";
import { useMark } from "./use-mark.ts";
import { useNotifications } from "./use-notifications.ts";

function useIsVisible(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener("visibilitychange", listener);
      return () => document.removeEventListener("visibilitychange", listener);
    },
    () => document.visibilityState === "visible",
  );
}

/**
 * Announces what is news, in the tab that is looked at: in the others the bell counts it. What the open page shows as it happens is not
 * announced; it is read.
 */
export function Announcements(): ReactNode {
  const { data } = useNotifications();
  const { mutate: mark } = useMark();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const isVisible = useIsVisible();
  const seen = useRef<Seen | null>(null);
  const open = useRef((_: Notification): void => {});
  open.current = ({ id, link }) => {
    mark({ which: { ids: [id] }, isRead: true });
    if (link !== null) void navigate(link);
  };
  const [announcer] = useState(() =>
    new Announcer((notification) => open.current(notification), () => void navigate("/notifications"))
  );

  useEffect(() => {
    if (data === undefined) return;
    const news = newsIn(data, seen.current);
    seen.current = seenIn(data);
    announcer.withdraw(data.items.filter(({ read_at }) => read_at !== null));
    const isMore = news.length === data.items.length && data.next !== null;
    if (isVisible) announcer.announce(news.filter((one) => !isShownAt(pathname, one)), isMore);
    // The rest is as it is when something comes.
  }, [data]);

  useEffect(() => {
    const shown = data?.items.filter((one) => one.read_at === null && isShownAt(pathname, one)) ?? [];
    if (isVisible && shown.length > 0) mark({ which: { ids: shown.map(({ id }) => id) }, isRead: true });
  }, [data, pathname, isVisible, mark]);

  useEffect(() => () => announcer.close(), [announcer]);

  return null;
}
