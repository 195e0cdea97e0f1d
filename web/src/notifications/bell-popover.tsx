import * as Popover from "@radix-ui/react-popover";
import { type ReactNode, useRef } from "react";
import { Link, useLocation } from "react-router";
import type { Notification } from "../api/notifications.ts";
import { Button } from "../ui/button.tsx";
import { toastFailed } from "../ui/toaster.tsx";
import { BellList } from "./bell-list.tsx";
import { useMark } from "./use-mark.ts";
import { useNotifications } from "./use-notifications.ts";

const SHOWN = 10;

/** The latest notifications, below the bell. */
export function BellPopover({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }): ReactNode {
  const latest = useNotifications();
  const mark = useMark();
  const { pathname } = useLocation();
  const bell = useRef(anchor);
  // Where one goes on to something else, the focus is there.
  const returnsFocus = useRef(true);
  const leave = (path: string): void => {
    returnsFocus.current = path === pathname;
    onClose();
  };
  const open = ({ id, link, read_at }: Notification): void => {
    if (read_at === null) mark.mutate({ which: { ids: [id] }, isRead: true });
    leave(link ?? pathname);
  };
  const newest = latest.data?.items[0];
  const markAll = (upTo: string): void =>
    mark.mutate({ which: { up_to: upTo }, isRead: true }, {
      onError: (error) => toastFailed("The notifications are still unread", error),
    });
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={bell} />
      <Popover.Content
        side="bottom"
        align="end"
        sideOffset={6}
        collisionPadding={12}
        data-keys
        className="flex max-h-[min(40rem,var(--radix-popover-content-available-height))] w-[min(26rem,calc(100vw-1.5rem))] flex-col rounded-lg border border-line bg-surface shadow-xl outline-none"
        // Neither a link nor a button, which a second press of the key that opened this would press.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        }}
        onInteractOutside={(event) => {
          // The bell closes it itself.
          if (event.target instanceof Node && anchor.contains(event.target)) event.preventDefault();
          else returnsFocus.current = false;
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          if (returnsFocus.current) anchor.focus();
        }}
      >
        <div className="flex min-h-12 items-center justify-between gap-2 border-b border-line px-4 py-2">
          <Popover.Title className="font-semibold">Notifications</Popover.Title>
          {newest !== undefined && (latest.data?.unread ?? 0) > 0 && (
            <Button
              isSmall
              variant="ghost"
              isBusy={mark.isPending}
              onClick={() => markAll(newest.created_at)}
            >
              Mark all read
            </Button>
          )}
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <BellList
            items={latest.data?.items.slice(0, SHOWN)}
            error={latest.error}
            onRetry={() => void latest.refetch()}
            onOpen={open}
          />
        </div>
        <Link
          to="/notifications"
          onClick={() => leave("/notifications")}
          className="flex min-h-11 items-center justify-center rounded-b-lg border-t border-line text-sm font-medium text-accent hover:bg-raised focus-visible:outline-offset-[-2px]"
        >
          See all
        </Link>
      </Popover.Content>
    </Popover.Root>
  );
}
