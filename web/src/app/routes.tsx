// The pages. Each is a script of its own, loaded when one goes there.
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";
import { RequireSession } from "../session/require-session.tsx";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";

const SignInPage = page(async () => (await import("../session/sign-in-page.tsx")).SignInPage);
const UnsubscribePage = page(async () => (await import("../settings/unsubscribe-page.tsx")).UnsubscribePage);
const TradersPage = page(async () => (await import("../traders/traders-page.tsx")).TradersPage);
const TraderPage = page(async () => (await import("../trader/trader-page.tsx")).TraderPage);
const IncidentPage = page(async () => (await import("../incident/incident-page.tsx")).IncidentPage);
const NotificationsPage = page(async () =>
  (await import("../notifications/notifications-page.tsx")).NotificationsPage
);
const SettingsPage = page(async () => (await import("../settings/settings-page.tsx")).SettingsPage);
const OperationsPage = page(async () => (await import("../operations/operations-page.tsx")).OperationsPage);

function page(load: () => Promise<ComponentType>): ComponentType {
  const Lazy = lazy(async () => ({ default: await load() }));
  return () => (
    <Suspense fallback={<div className="min-h-dvh" />}>
      <Lazy />
    </Suspense>
  );
}

export function AppRoutes(): ReactNode {
  return (
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="/unsubscribe" element={<UnsubscribePage />} />
      <Route element={<RequireSession />}>
        <Route element={<Shell />}>
          <Route index element={<Navigate to="/traders" replace />} />
          <Route path="/traders" element={<TradersPage />} />
          <Route path="/traders/:traderId" element={<TraderPage />} />
          <Route path="/traders/:traderId/errors/:errorId" element={<IncidentPage />} />
          <Route path="/notifications" element={<NotificationsPage />} />
          <Route path="/settings" element={<SettingsPage />} />
          <Route path="/operations/*" element={<OperationsPage />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Route>
    </Routes>
  );
}
