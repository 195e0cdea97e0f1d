import { Bell as BellIcon } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { IconButton } from "../ui/button.tsx";
import { toastFailed } from "../ui/toaster.tsx";
import { badgeText, bellLabel } from "./unread.ts";
import { useNotifications } from "./use-notifications.ts";

// Loaded when it is about to be opened, so that the first page need not wait for it.
const load = (): Promise<typeof import("./bell-popover.tsx")> => import("./bell-popover.tsx");
const BellPopover = lazy(async () => ({ default: (await load()).BellPopover }));

/** How many notifications are unread; opens the latest. */
export function Bell(): ReactNode {
  const { data } = useNotifications();
  // The button while the latest are open below it.
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const unread = data?.unread ?? 0;
  const preload = (): void => {
    // Said when it is opened, if it lasts.
    load().catch(() => {});
  };
  return (
    <>
      <IconButton
        label={bellLabel(data?.unread)}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        className="relative"
        onPointerEnter={preload}
        onFocus={preload}
        onClick={({ currentTarget }) => setAnchor(anchor === null ? currentTarget : null)}
      >
        <BellIcon aria-hidden className="size-5" />
        {unread > 0 && (
          <span
            aria-hidden
            className="absolute top-0.5 left-5 min-w-4.5 rounded-full bg-accent px-1 text-center text-[0.6875rem]/4.5 font-semibold text-on-accent ring-2 ring-surface tabular-nums"
          >
            {badgeText(unread)}
          </span>
        )}
      </IconButton>
      {anchor !== null && (
        <ErrorBoundary
          fallback={null}
          onError={(error) => {
            setAnchor(null);
            toastFailed("The notifications cannot be shown; reloading the page usually helps", error);
          }}
        >
          <Suspense fallback={null}>
            <BellPopover anchor={anchor} onClose={() => setAnchor(null)} />
          </Suspense>
        </ErrorBoundary>
      )}
    </>
  );
}
