import type { Notification } from "../api/notifications.ts";
import { longDay } from "../words/time.ts";

const DAY_MS = 86_400_000;

export interface Day {
  /** "Today", "Yesterday", or the day in full. */
  label: string;
  items: Notification[];
}

/** Notifications, newest first, under the day on which they came. `now` in milliseconds. */
export function byDay(items: Notification[], now: number): Day[] {
  const today = longDay(now);
  const yesterday = longDay(now - DAY_MS);
  const days: Day[] = [];
  for (const item of items) {
    const day = longDay(Date.parse(item.created_at));
    const label = day === today ? "Today" : day === yesterday ? "Yesterday" : day;
    const last = days.at(-1);
    if (last?.label === label) last.items.push(item);
    else days.push({ label, items: [item] });
  }
  return days;
}
