// Who is signed in. The SDK keeps and renews the session; this tells the pages.
import { isAuthRetryableFetchError, type Session, type SupabaseClient } from "@supabase/supabase-js";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { useClient } from "../api/supabase.tsx";
import { toastFailed } from "../ui/toaster.tsx";
import { signInProblem } from "./sign-in-problem.ts";

export interface SessionState {
  /** Undefined until the browser's storage was read. */
  session: Session | null | undefined;
  /** Whether a session ended that the user did not end. */
  hasExpired: boolean;
  /** Whether the user has just signed out here. */
  hasLeft: boolean;
  /** Whether there is a session that has to be renewed first, and the server does not answer. */
  isCutOff: boolean;
}

const UNKNOWN: SessionState = { session: undefined, hasExpired: false, hasLeft: false, isCutOff: false };
const SessionContext = createContext<SessionState>(UNKNOWN);

/** A session is mostly there at once, and renewed within a moment. */
const PATIENCE_MS = 3_000;

/** Set just before the user's own sign-out, which is no expiry. */
let isLeaving = false;

export function SessionProvider({ children }: { children: ReactNode }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [state, setState] = useState<SessionState>(UNKNOWN);

  useEffect(() => {
    let userId: string | null = null;
    const { data } = client.auth.onAuthStateChange((event, session) => {
      const nextId = session?.user.id ?? null;
      // What one user has read is not for the next one.
      if (nextId !== userId) queries.clear();
      userId = nextId;
      if (session !== null) return setState({ ...UNKNOWN, session });
      if (event === "INITIAL_SESSION") return void isServerAway(client).then(begin);
      setState({ ...UNKNOWN, session: null, hasExpired: !isLeaving, hasLeft: isLeaving });
      isLeaving = false;
    });
    // Unless more was heard of the session meanwhile.
    const begin = (isCutOff: boolean): void =>
      setState((now) =>
        now.session !== undefined ? now : { ...UNKNOWN, session: isCutOff ? undefined : null, isCutOff }
      );
    const late = setTimeout(() => begin(true), PATIENCE_MS);
    return () => {
      clearTimeout(late);
      data.subscription.unsubscribe();
    };
  }, [client, queries]);

  return <SessionContext value={state}>{children}</SessionContext>;
}

/** Whether there is no session for the sole reason that it could not be renewed. */
async function isServerAway(client: SupabaseClient): Promise<boolean> {
  const { data, error } = await client.auth.getSession();
  return data.session === null && isAuthRetryableFetchError(error);
}

export function useSession(): SessionState {
  return use(SessionContext);
}

/** The signed-in user, for pages that are only shown to one. */
export function useUser(): { id: string; email: string; isAdmin: boolean } {
  const { session } = use(SessionContext);
  if (!session) throw new Error("useUser is only possible for who is signed in");
  const { id, email = "", app_metadata } = session.user;
  return { id, email, isAdmin: app_metadata.role === "admin" };
}

/** Signs out, here only: other devices stay signed in. */
export function useSignOut(): () => Promise<void> {
  const client = useClient();
  return async () => {
    isLeaving = true;
    const { error } = await client.auth.signOut({ scope: "local" });
    if (error === null) return;
    isLeaving = false;
    toastFailed("You are still signed in", new Error(signInProblem(error)));
  };
}
