// What to do when the server no longer takes the session: the SDK renews it by this device's clock, which may be wrong.
import { isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";

/** A session that is refused again so soon after it was renewed will not be taken the next time either. */
const HELD_MS = 60_000;

type Auth = Pick<SupabaseClient["auth"], "refreshSession" | "signOut">;

/**
 * Renews the session, once for however many refusals come meanwhile, and has everything read again; ends it where it cannot be renewed. Without an
 * answer it stays, as it may be fine.
 */
export function createRenewal(auth: Auth, onRenewed: () => void, now = Date.now): () => void {
  let renewedAt = -Infinity;
  let underWay: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    if (now() - renewedAt < HELD_MS) return void await auth.signOut({ scope: "local" });
    const { error } = await auth.refreshSession();
    if (error === null) {
      renewedAt = now();
      onRenewed();
    } else if (!isAuthRetryableFetchError(error)) {
      await auth.signOut({ scope: "local" });
    }
  };
  return () => {
    underWay ??= renew().finally(() => underWay = undefined);
  };
}
