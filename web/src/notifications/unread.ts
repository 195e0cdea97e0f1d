// The number of unread notifications in words. The server counts a hundred at most.
const MOST = 99;

/** What the bell shows: 3, or 99+. */
export function badgeText(unread: number): string {
  return unread > MOST ? `${MOST}+` : String(unread);
}

/** What the bell is called. `unread` is undefined until it is known. */
export function bellLabel(unread: number | undefined): string {
  if (unread === undefined) return "Notifications";
  if (unread === 0) return "Notifications, none unread";
  return `Notifications, ${unread > MOST ? `more than ${MOST}` : unread} unread`;
}

/** What to call so many notifications that came at once; `isMore` where there are more than were read. */
export function gatheredTitle(news: number, isMore: boolean): string {
  return `${news}${isMore ? " or more" : ""} new notifications`;
}
