import { Fragment, type ReactNode } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { Button } from "../ui/button.tsx";
import { LonePage } from "../ui/lone-page.tsx";
import { signInPath } from "./arrival.ts";
import { useSession } from "./session.tsx";

/** Shows its pages to who is signed in; everybody else signs in first and comes back to where they wanted to go. */
export function RequireSession(): ReactNode {
  const { session, hasExpired, hasLeft, isCutOff } = useSession();
  const { pathname, search } = useLocation();
  if (session === undefined) return isCutOff ? <CutOff /> : null;
  if (session === null) {
    const path = signInPath(pathname + search, hasExpired);
    return <Navigate to={hasLeft ? "/sign-in" : path} replace />;
  }
  // Nothing that a page remembers of one user is there for the next one.
  return (
    <Fragment key={session.user.id}>
      <Outlet />
    </Fragment>
  );
}

function CutOff(): ReactNode {
  return (
    <LonePage title="The server does not answer">
      <p role="status" className="mb-4 text-sm">
        Your session has to be renewed first. You are still signed in: this page goes on by itself as soon as
        the server answers.
      </p>
      <Button onClick={() => location.reload()}>Try again now</Button>
    </LonePage>
  );
}
