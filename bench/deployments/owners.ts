// Owners who are signed in, and what they send.
import { createClient } from "@supabase/supabase-js";
import type { Stack } from "../../local/stack.ts";
import type { Owner } from "../latency/watcher.ts";

const LIMIT_MS = 60_000;

export interface SignedIn extends Owner {
  token: string;
}

export async function signIn({ apiUrl, publishableKey }: Stack, owner: Owner): Promise<SignedIn> {
  const { auth } = createClient(apiUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await auth.signInWithPassword({ email: owner.email, password: owner.password });
  if (error) throw new Error(`Cannot sign ${owner.email} in: ${error.message}`, { cause: error });
  return { ...owner, token: data.session.access_token };
}

/** The answer of a function to this owner; anything but 200 is an error. */
export async function ask(
  { apiUrl, publishableKey }: Stack,
  owner: SignedIn,
  name: string,
  body: object,
): Promise<unknown> {
  const response = await fetch(`${apiUrl}/functions/v1/${name}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      apikey: publishableKey,
      Authorization: `Bearer ${owner.token}`,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${name} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
