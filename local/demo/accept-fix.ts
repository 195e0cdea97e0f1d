// Accepts a fix as its owner does: signed in, and naming the code that was shown.
import { FunctionsHttpError, type SupabaseClient } from "@supabase/supabase-js";

const requestTimeoutMs = 15_000;

export async function acceptFix(
  client: SupabaseClient,
  fix: { id: string; code_sha256: string },
  signal: AbortSignal,
): Promise<void> {
  const { error } = await client.functions.invoke("apply-fix", {
    body: { fix_id: fix.id, decision: "accept", code_sha256: fix.code_sha256 },
    timeout: requestTimeoutMs,
    signal,
  });
  if (!error) return;
  const detail = error instanceof FunctionsHttpError ? await error.context.text() : error.message;
  throw new Error(`Cannot accept fix ${fix.id}: ${detail}`, { cause: error });
}
