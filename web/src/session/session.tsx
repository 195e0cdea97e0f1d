// Who is signed in. The SDK keeps and renews the session; this tells the pages.
import type { Session } from "@supabase/supabase-js";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { useClient } from "../api/supabase.tsx";

export interface SessionState {
  /** Undefined until the browser's storage was read. */
  session: Session | null | undefined;
  /** Whether a session ended that the user did not end. */
  hasExpired: boolean;
}

const SessionContext = createContext<SessionState>({ session: undefined, hasExpired: false });

/** Set just before the user's own sign-out, which is no expiry. */
let isLeaving = false;

export function SessionProvider({ children }: { children: ReactNode }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [state, setState] = useState<SessionState>({ session: undefined, hasExpired: false });

  useEffect(() => {
    const { data } = client.auth.onAuthStateChange((event, session) => {
      if (event === "SIGNED_OUT") {
        // What one user has read is not for the next one.
        queries.clear();
        setState({ session: null, hasExpired: !isLeaving });
        isLeaving = false;
      } else {
        setState({ session, hasExpired: false });
      }
    });
    return () => data.subscription.unsubscribe();
  }, [client, queries]);

  return <SessionContext value={state}>{children}</SessionContext>;
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
    await client.auth.signOut({ scope: "local" });
  };
}
