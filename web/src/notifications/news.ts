// Which notifications are news to an open page, and which of them its reader has before their eyes anyway.
import type { Notification, NotificationsPage } from "../api/notifications.ts";

/** What the latest page held when it was last read. */
export interface Seen {
  ids: ReadonlySet<string>;
  /** What is older was further back then, and is no news when it moves up. Milliseconds. */
  since: number;
}

export function seenIn({ items, next }: NotificationsPage): Seen {
  const oldest = items.at(-1);
  return {
    ids: new Set(items.map(({ id }) => id)),
    since: next === null || oldest === undefined ? -Infinity : Date.parse(oldest.created_at),
  };
}

/** The unread ones that came since, oldest first. Nothing is news in the first read (`seen` is null). */
export function newsIn({ items }: NotificationsPage, seen: Seen | null): Notification[] {
  if (seen === null) return [];
  return items
    .filter(({ id, read_at, created_at }) =>
      read_at === null && !seen.ids.has(id) && Date.parse(created_at) >= seen.since
    )
    .reverse();
}

/** Whether the page at this path shows, as it happens, what a notification tells. Pages about many traders do not. */
export function isShownAt(pathname: string, { link, trader_id }: Notification): boolean {
  return trader_id !== null && link === pathname;
}
