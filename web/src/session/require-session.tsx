import type { ReactNode } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { useSession } from "./session.tsx";

/** Shows its pages to who is signed in; everybody else signs in first and comes back to where they wanted to go. */
export function RequireSession(): ReactNode {
  const { session, hasExpired } = useSession();
  const { pathname, search } = useLocation();
  if (session === undefined) return null;
  if (session === null) {
    const to = `/sign-in?${new URLSearchParams({ to: pathname + search })}${hasExpired ? "&expired" : ""}`;
    return <Navigate to={to} replace />;
  }
  return <Outlet />;
}
