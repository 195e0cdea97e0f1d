// What the tests of the local stack share.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { fileURLToPath } from "node:url";
import { type Stack, type StackOptions, startStack } from "../../local/stack.ts";

export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
export const FIXTURE = fileURLToPath(new URL("fixture/", import.meta.url));

/** A stack of the fixture project on free ports. */
export async function startFixture(options: StackOptions = {}): Promise<Stack> {
  return await startStack({
    apiPort: 0,
    dbPort: 0,
    mailPort: 0,
    migrationsRoot: FIXTURE,
    configEnv: { FIXTURE_SECRET: "from the configuration" },
    ...options,
  });
}

export function clientWith(stack: Stack, key: string): SupabaseClient {
  return createClient(stack.apiUrl, key, { auth: { persistSession: false, autoRefreshToken: false } });
}

/** A client with the session of a new user. */
export async function signedUp(stack: Stack): Promise<{ client: SupabaseClient; id: string; token: string }> {
  const client = clientWith(stack, stack.publishableKey);
  const email = `${crypto.randomUUID()}@example.com`;
  const { data, error } = await client.auth.signUp({ email, password: "a-long-password" });
  if (error || !data.user || !data.session) throw error ?? new Error("No session after signing up");
  return { client, id: data.user.id, token: data.session.access_token };
}

/** A server on loopback that hands over the bodies it is sent. */
export function listenForBody(answer: () => Response | Promise<Response> = () => new Response("ok")): {
  url: string;
  received: Promise<string>;
} & AsyncDisposable {
  const { promise: received, resolve } = Promise.withResolvers<string>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: (): void => {} }, async (request) => {
    resolve(await request.text());
    return await answer();
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    received,
    [Symbol.asyncDispose]: (): Promise<void> => server.shutdown(),
  };
}
