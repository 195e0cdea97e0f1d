import { lazy, type ReactNode, Suspense } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { Outlet, useLocation } from "react-router";
import { LiveProvider } from "../live/live.tsx";
import { useUser } from "../session/session.tsx";
import { useTimeZone } from "../settings/use-time-zone.ts";
import { BrokenPage } from "./broken-page.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { Header } from "./header.tsx";
import { Shortcuts } from "./shortcuts.tsx";

/** Not needed to see the first page. */
const Announcements = lazy(async () => ({
  default: (await import("../notifications/announcements.tsx")).Announcements,
}));

/** What all pages of a signed-in user have in common. */
export function Shell(): ReactNode {
  const { id } = useUser();
  const { pathname } = useLocation();
  useTimeZone();
  return (
    <LiveProvider userId={id}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:p-3"
      >
        Skip to content
      </a>
      <Header />
      <ConnectionNotice />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[120rem] px-3 py-4 outline-none sm:px-6 sm:py-6"
      >
        <ErrorBoundary FallbackComponent={BrokenPage} resetKeys={[pathname]}>
          <Outlet />
        </ErrorBoundary>
      </main>
      <Shortcuts />
      <Suspense fallback={null}>
        <Announcements />
      </Suspense>
    </LiveProvider>
  );
}
