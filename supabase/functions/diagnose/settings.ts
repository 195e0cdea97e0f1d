// Variables that are missing, or that nothing can be done with. Whether they open what they are for is another question.
import * as z from "zod";
import { isSignedWith } from "../_shared/auth.ts";
import { isSafeUrl } from "../_shared/safe-url.ts";
import { type Check, check, type Env } from "./check.ts";

export const challengeSchema = z.strictObject({
  id: z.string().max(100),
  /** Unix time in seconds. */
  sent_at: z.int(),
  text: z.string().max(200),
  signature: z.string().max(200),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** Secrets for signatures: `whsec_` and the base64 of 24 to 64 bytes, as Standard Webhooks has them. */
export const SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;
/** As many characters as 16 random bytes have in hexadecimal. */
const SHORTEST_TOKEN = 32;

const listOf = (value: string | undefined): string[] => (value ?? "").split(/\s+/).filter(Boolean);

export function checkSettings(env: Env, challenge: Challenge | null): Check[] {
  return [
    check("webhook_secret", webhookSecret(env("WEBHOOK_SECRET"), challenge)),
    check("record_error_secret", signingSecrets(env("RECORD_ERROR_SECRET"), "missing")),
    check("resend_webhook_secret", signingSecrets(env("RESEND_WEBHOOK_SECRET"), "off")),
    ...operatorWebhook(env("OPERATOR_WEBHOOK_URL"), env("OPERATOR_WEBHOOK_SECRET")),
    check("metrics_token", metricsToken(env("METRICS_TOKEN"))),
    check("executor_token", env("EXECUTOR_TOKEN") === undefined ? "off" : null),
    check("app_url", appUrl(env("APP_URL"))),
  ];
}

function signingSecrets(value: string | undefined, absent: string): string | null {
  const secrets = listOf(value);
  if (secrets.length === 0) return absent;
  const good = secrets.filter((secret) => SECRET.test(secret));
  return good.length === secrets.length ? null : good.length > 0 ? "partly" : "malformed";
}

/** The database signs with the first of its list, which has to be one of these. */
function webhookSecret(value: string | undefined, challenge: Challenge | null): string | null {
  const code = signingSecrets(value, "missing");
  if ((code !== null && code !== "partly") || challenge === null) return code;
  const { id, sent_at, text, signature } = challenge;
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(sent_at),
    "webhook-signature": signature,
  };
  return listOf(value).some((secret) => isSignedWith(secret, text, headers)) ? code : "differs";
}

/** Two checks where one of the two is set; the secret signs alone, so that a list makes no sense. */
function operatorWebhook(url: string | undefined, secret: string | undefined): Check[] {
  if (url === undefined && secret === undefined) return [check("operator_webhook", "off")];
  return [
    check("operator_webhook", url !== undefined && isSafeUrl(url) ? null : "malformed"),
    check("operator_webhook_secret", signingSecrets(secret, "missing")),
  ];
}

function metricsToken(value: string | undefined): string | null {
  const tokens = listOf(value);
  if (tokens.length === 0) return "off";
  return tokens.every((token) => token.length >= SHORTEST_TOKEN) ? null : "weak";
}

function appUrl(value: string | undefined): string | null {
  if (value === undefined) return "missing";
  return isSafeUrl(value) ? null : "malformed";
}
