import { type ReactNode, useEffect, useRef } from "react";
import type { Notification } from "../api/notifications.ts";
import { useNow } from "../ui/time.tsx";
import { toastFailed } from "../ui/toaster.tsx";
import { byDay } from "./by-day.ts";
import { NotificationRow } from "./notification-row.tsx";
import { useMark } from "./use-mark.ts";

/** Notifications by day. */
export function NotificationList({ items }: { items: Notification[] }): ReactNode {
  const now = useNow();
  const mark = useMark();
  const list = useRef<HTMLDivElement>(null);
  const marked = mark.isPending && "ids" in mark.variables.which ? mark.variables.which.ids : [];

  const pressed = useRef<Element>(null);
  const toggle = ({ id, read_at }: Notification): void => {
    pressed.current = document.activeElement;
    mark.mutate({ which: { ids: [id] }, isRead: read_at === null }, {
      onError: (error) => toastFailed("The notification is as it was", error),
    });
  };

  // The button that was pressed may go with its row, and the focus with it, whenever the list is read again.
  useEffect(() => {
    if (pressed.current?.isConnected !== false) return;
    pressed.current = null;
    if (document.activeElement === document.body) list.current?.focus();
  }, [items]);

  return (
    <div ref={list} tabIndex={-1} className="space-y-6 outline-none">
      {byDay(items, now).map(({ label, items }) => (
        <section key={label}>
          <h2 className="mb-2 text-sm font-semibold text-muted">{label}</h2>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {items.map((notification) => (
              <NotificationRow
                key={notification.id}
                notification={notification}
                isBusy={marked.includes(notification.id)}
                onMark={() => toggle(notification)}
                onOpen={() => {
                  if (notification.read_at !== null) return;
                  mark.mutate({ which: { ids: [notification.id] }, isRead: true });
                }}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
