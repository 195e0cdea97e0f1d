// Who may read the metrics: whoever has the token that opens nothing else, a secret key, or an operator's session.
import { createHash, timingSafeEqual } from "node:crypto";
import { requireSecretKey, requireUser, type User } from "../_shared/auth.ts";
import { env } from "../_shared/env.ts";

/** The user where it is one, whom the database has to know as an operator; null for who holds the token or a secret key. 401 otherwise. */
export async function requireReader(request: Request): Promise<User | null> {
  const token = request.headers.get("authorization")?.match(/^Bearer (\S+)$/i)?.[1];
  if (token !== undefined) return isMetricsToken(token) ? null : await requireUser(request);
  await requireSecretKey(request);
  return null;
}

/** One of those in METRICS_TOKEN, separated by spaces. Digests, because only what is equally long can be compared in the same time. */
function isMetricsToken(token: string): boolean {
  const given = digest(token);
  return (env("METRICS_TOKEN") ?? "").split(/\s+/).filter(Boolean)
    .map((known) => timingSafeEqual(digest(known), given)).includes(true);
}

function digest(text: string): ReturnType<TextEncoder["encode"]> {
  return new TextEncoder().encode(createHash("sha256").update(text).digest("hex"));
}
