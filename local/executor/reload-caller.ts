// Who may make this executor reload: its owner, by the token of a signed-in session, or the platform, by EXECUTOR_TOKEN.
import { createHash, timingSafeEqual } from "node:crypto";
import { isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";

export type Caller = "allowed" | "unauthenticated" | "forbidden" | "unknowable";

export interface CallerRules {
  client: SupabaseClient;
  ownerId: string;
  executorToken: string;
}

export async function identifyCaller(request: Request, rules: CallerRules): Promise<Caller> {
  const token = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined) return "unauthenticated";
  if (sameSecret(token, rules.executorToken)) return "allowed";

  try {
    const { data, error } = await rules.client.auth.getClaims(token);
    if (error && isAuthRetryableFetchError(error)) return "unknowable";
    if (!data) return "unauthenticated";
    return data.claims.sub === rules.ownerId ? "allowed" : "forbidden";
  } catch {
    // A bearer that is no JWT at all.
    return "unauthenticated";
  }
}

/** Compares digests, because the comparison needs equal lengths and the length of a secret is a secret. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Uint8Array => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
