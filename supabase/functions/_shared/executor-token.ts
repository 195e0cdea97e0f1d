import { createHmac } from "node:crypto";

/**
 * What the platform identifies itself by at the app of a user: the hex HMAC-SHA256 of the app's name with EXECUTOR_TOKEN as the key. The app's
 * owner can read it there, and it opens no other executor.
 */
export function tokenOfApp(flyApp: string, executorToken: string): string {
  return createHmac("sha256", executorToken).update(`executor-app:${flyApp}`).digest("hex");
}
