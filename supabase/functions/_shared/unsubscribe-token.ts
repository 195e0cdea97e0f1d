import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * A token that says "this user wants no more mail", for links that work without signing in: the user's id, a dot, and the base64url
 * HMAC-SHA256 of it. It grants nothing else, and does not expire: a mail may be read years later.
 * @param secrets separated by spaces; the first signs
 */
export function signUnsubscribe(userId: string, secrets: string): string {
  const [secret = ""] = listOf(secrets);
  return `${userId}.${signatureOf(userId, secret)}`;
}

/** The user whom the token is for; null when none of the secrets has signed it. */
export function verifyUnsubscribe(token: string, secrets: string): string | null {
  const [, userId, signature] = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.([\w-]{43})$/.exec(token) ?? [];
  if (userId === undefined || signature === undefined) return null;
  const isSigned = listOf(secrets).some((secret) =>
    timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(userId, secret)))
  );
  return isSigned ? userId : null;
}

/** The app's page that asks before it uses the token. */
export function unsubscribePage(token: string, appUrl: string): string {
  const page = new URL("/unsubscribe", appUrl);
  page.searchParams.set("token", token);
  return page.href;
}

// What webhooks sign looks otherwise, so neither signature passes for the other.
function signatureOf(userId: string, secret: string): string {
  return createHmac("sha256", secret).update(`unsubscribe:v1:${userId}`).digest("base64url");
}

function listOf(secrets: string): string[] {
  return secrets.split(/\s+/).filter(Boolean);
}
