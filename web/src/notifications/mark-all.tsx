import type { ReactNode } from "react";
import { type MarkedOnes, MOST_IDS, type Notification } from "../api/notifications.ts";
import { Button } from "../ui/button.tsx";
import { toastDone, toastFailed } from "../ui/toaster.tsx";
import { countOf } from "../words/numbers.ts";
import { useMark } from "./use-mark.ts";
import { useNotifications } from "./use-notifications.ts";

/** Marks all that is unread; in a narrowed list what is unread of what is shown. */
export function MarkAll({ shown, isNarrowed }: { shown: Notification[]; isNarrowed: boolean }): ReactNode {
  const { data: latest } = useNotifications();
  const mark = useMark();
  const ids = shown.filter(({ read_at }) => read_at === null).map(({ id }) => id).slice(0, MOST_IDS);
  const newest = latest?.items[0];
  const which: MarkedOnes | null = isNarrowed
    ? (ids.length > 0 ? { ids } : null)
    // Not what came after the page was read: nobody has seen it.
    : (newest !== undefined && latest !== undefined && latest.unread > 0
      ? { up_to: newest.created_at }
      : null);
  const run = (which: MarkedOnes): void =>
    mark.mutate({ which, isRead: true }, {
      onSuccess: ({ marked }) => toastDone(`${countOf(marked, "notification")} marked as read`),
      onError: (error) => toastFailed("The notifications are still unread", error),
    });
  return (
    <Button
      disabled={which === null}
      isBusy={mark.isPending}
      onClick={() => which !== null && run(which)}
    >
      {isNarrowed ? "Mark these read" : "Mark all read"}
    </Button>
  );
}
