import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Notification } from "../api/notifications.ts";
import { ReadError } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { KindIcon } from "./kind-icon.tsx";

const ROW = "flex w-full gap-3 px-4 py-3 text-left";

function Row({ notification }: { notification: Notification }): ReactNode {
  const { kind, title, body, read_at, created_at } = notification;
  const isUnread = read_at === null;
  return (
    <>
      <KindIcon kind={kind} isUnread={isUnread} />
      <span className="min-w-0 flex-1">
        <span className={clsx("line-clamp-2 text-sm", isUnread && "font-semibold")}>{title}</span>
        <span className="line-clamp-2 text-sm text-muted" title={body}>{body}</span>
        <span className="text-xs text-muted">
          <Time at={created_at} />
        </span>
      </span>
    </>
  );
}

/** The latest notifications in short; pressing one opens what it is about. */
export function BellList(
  { items, error, onRetry, onOpen }: {
    /** Undefined until they are read. */
    items: Notification[] | undefined;
    error: Error | null;
    onRetry: () => void;
    onOpen: (notification: Notification) => void;
  },
): ReactNode {
  if (items === undefined) {
    return error === null
      ? (
        <Loading what="notifications">
          {[1, 2, 3].map((row) => (
            <div key={row} className={ROW}>
              <Skeleton className="size-8 shrink-0 !rounded-full" />
              <Skeleton className="h-19 flex-1" />
            </div>
          ))}
        </Loading>
      )
      : (
        <div className="p-4">
          <ReadError error={error} onRetry={onRetry} />
        </div>
      );
  }
  if (items.length === 0) {
    return (
      <p className="px-4 py-8 text-center text-sm text-muted">
        Nothing yet. When a trader fails, is repaired or runs new code, you hear of it here.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {items.map((notification) => (
        <li key={notification.id}>
          {notification.link === null
            ? (
              <button
                type="button"
                onClick={() => onOpen(notification)}
                className={clsx(ROW, "hover:bg-raised focus-visible:outline-offset-[-2px]")}
              >
                <Row notification={notification} />
              </button>
            )
            : (
              <Link
                to={notification.link}
                onClick={() => onOpen(notification)}
                className={clsx(ROW, "hover:bg-raised focus-visible:outline-offset-[-2px]")}
              >
                <Row notification={notification} />
              </Link>
            )}
        </li>
      ))}
    </ul>
  );
}
