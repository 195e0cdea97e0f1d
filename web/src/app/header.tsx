import { clsx } from "clsx";
import { Activity, LogOut } from "lucide-react";
import { type ReactNode } from "react";
import { Link, NavLink } from "react-router";
import { Bell } from "../notifications/bell.tsx";
import { useSignOut, useUser } from "../session/session.tsx";
import { useIsOperator } from "../session/use-is-operator.ts";
import { IconButton } from "../ui/button.tsx";

function Item({ to, children }: { to: string; children: ReactNode }): ReactNode {
  return (
    <NavLink
      to={to}
      className={({ isActive }) =>
        clsx(
          "inline-flex min-h-10 items-center rounded-md px-1 text-sm font-medium hover:bg-raised sm:px-2.5",
          isActive ? "text-ink bg-raised" : "text-muted",
        )}
    >
      {children}
    </NavLink>
  );
}

export function Header(): ReactNode {
  const { email } = useUser();
  const isOperator = useIsOperator();
  const signOut = useSignOut();
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex min-h-14 w-full max-w-[120rem] flex-wrap items-center gap-x-1 px-3 sm:gap-x-2 sm:px-6">
        <Link
          to="/traders"
          className="flex items-center gap-2 rounded-md font-semibold sm:pr-2"
          aria-label="Trader Error Recovery, to your traders"
        >
          <Activity aria-hidden className="size-5 text-accent" />
          <span className="hidden lg:inline">Trader Error Recovery</span>
        </Link>
        <nav aria-label="Main" className="flex flex-1 items-center gap-0.5">
          <Item to="/traders">Traders</Item>
          {isOperator && <Item to="/operations">Operations</Item>}
          <Item to="/settings">Settings</Item>
        </nav>
        <Bell />
        <span className="hidden max-w-56 truncate text-sm text-muted md:inline" title={email}>{email}</span>
        <IconButton label="Sign out" onClick={() => void signOut()}>
          <LogOut aria-hidden className="size-4" />
        </IconButton>
      </div>
    </header>
  );
}
