import { verifyCredentials } from "@supabase/server/core";
import { createClient, isAuthRetryableFetchError } from "@supabase/supabase-js";
import { Webhook } from "standardwebhooks";
import * as z from "zod";
import { defaultKey, requireEnv } from "./env.ts";
import { ApiError } from "./errors.ts";

export interface User {
  id: string;
  /** The access token, to be passed on where the platform wants the user's own. */
  token: string;
}

/** Svix, where the standard comes from, sends them under its own name. */
const SIGNATURE_HEADERS = ["id", "timestamp", "signature"];

const claimsSchema = z.object({ sub: z.guid(), role: z.literal("authenticated") });

/** Admits a caller that sends one of the project's secret keys as `apikey`; 401 otherwise. */
export async function requireSecretKey(request: Request): Promise<void> {
  if (await secretKeyOf(request) !== null) return;
  throw new ApiError(
    401,
    "invalid_key",
    "Cannot admit this call: send a secret key (sb_secret_...) as the apikey header",
  );
}

/**
 * Admits a caller that signs the body by Standard Webhooks (https://www.standardwebhooks.com: webhook-id, webhook-timestamp within
 * 5 minutes, webhook-signature) with one of the secrets in the variable `secretName`, separated by spaces, or sends a secret key.
 * What is signed is the body's text, whatever encoding it is sent in.
 * @returns the caller's name: `secret-<place in the list>` or `key-<name of the key>`
 */
export async function requireSignature(
  request: Request,
  rawBody: string,
  secretName: string,
): Promise<string> {
  const keyName = await secretKeyOf(request);
  if (keyName !== null) return `key-${keyName}`;
  const headers = Object.fromEntries(SIGNATURE_HEADERS.map((name) => [
    `webhook-${name}`,
    request.headers.get(`webhook-${name}`) ?? request.headers.get(`svix-${name}`) ?? "",
  ]));
  const secrets = requireEnv(secretName).split(/\s+/).filter(Boolean);
  const place = secrets.findIndex((secret) => isSignedWith(secret, rawBody, headers));
  if (place >= 0) return `secret-${place + 1}`;
  throw new ApiError(
    401,
    "invalid_signature",
    "Cannot admit this call: sign the body with the current secret, within 5 minutes of the timestamp",
  );
}

/** Whether a body was signed with this secret, within five minutes; `headers` are the three of Standard Webhooks. */
export function isSignedWith(secret: string, rawBody: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(rawBody, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

/** The name of the secret key that the request carries; null when it carries none. */
async function secretKeyOf(request: Request): Promise<string | null> {
  const apikey = request.headers.get("apikey");
  if (apikey === null) return null;
  const { data, error } = await verifyCredentials({ token: null, apikey }, { auth: "secret:*" });
  return error === null ? data.keyName ?? "unnamed" : null;
}

/** The signed-in user behind the bearer token; 401 when there is none. Asks the auth server where the project's keys cannot tell. */
export async function requireUser(request: Request): Promise<User> {
  const token = request.headers.get("authorization")?.match(/^Bearer (\S+)$/i)?.[1];
  if (token !== undefined) {
    const claims = claimsSchema.safeParse(await claimsOf(token));
    if (claims.success) return { id: claims.data.sub, token };
  }
  throw new ApiError(
    401,
    "not_signed_in",
    "Cannot admit this call: sign in again and send the access token as a bearer token",
  );
}

/** The claims of a valid token, else undefined; a 503 when the auth server is away, which says nothing about the token. */
async function claimsOf(token: string): Promise<unknown> {
  try {
    const { data, error } = await authClient().auth.getClaims(token);
    if (!isAuthRetryableFetchError(error)) return data?.claims;
  } catch {
    // What does not even read as a token.
    return undefined;
  }
  throw new ApiError(503, "auth_unavailable", "Cannot check your session now. Send the same call again", {
    retryAfterSeconds: 5,
  });
}

function authClient(): ReturnType<typeof createClient> {
  return createClient(requireEnv("SUPABASE_URL"), defaultKey("SUPABASE_PUBLISHABLE_KEYS"), {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}
