import { clsx } from "clsx";
import { Mail, MailOpen } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Notification } from "../api/notifications.ts";
import { IconButton } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";
import { KindIcon } from "./kind-icon.tsx";

/** A notification with all it says, its link, and a way to mark it. */
export function NotificationRow(
  { notification, isBusy, onMark, onOpen }: {
    notification: Notification;
    isBusy: boolean;
    /** Read if it was not, unread if it was. */
    onMark: () => void;
    onOpen: () => void;
  },
): ReactNode {
  const { kind, title, body, link, read_at, created_at } = notification;
  const isUnread = read_at === null;
  const titleLook = clsx("text-sm", isUnread ? "font-semibold" : "font-medium");
  const markLabel = isUnread ? `Mark as read: ${title}` : `Mark as unread: ${title}`;
  return (
    <li className="flex gap-3 px-3 py-3 sm:px-4">
      <KindIcon kind={kind} isUnread={isUnread} />
      <div className="min-w-0 flex-1">
        <h3 className={titleLook}>
          {link === null
            ? title
            : <Link to={link} onClick={onOpen} className="hover:underline">{title}</Link>}
        </h3>
        <p className="text-sm text-muted">{body}</p>
        <p className="mt-1 text-xs text-muted">
          <Time at={created_at} />
        </p>
      </div>
      <IconButton
        label={markLabel}
        isBusy={isBusy}
        onClick={onMark}
        className="-mt-1 -mr-1 shrink-0 self-start"
      >
        {!isBusy &&
          (isUnread ? <MailOpen aria-hidden className="size-4" /> : <Mail aria-hidden className="size-4" />)}
      </IconButton>
    </li>
  );
}
