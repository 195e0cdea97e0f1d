// Calls the operators' webhook: a chat, a pager, anything that takes a POST.
import { Webhook } from "standardwebhooks";
import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import { appUrl, env } from "../_shared/env.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";

const TIME_LIMIT_MS = 10_000;

const alertSchema = z.object({
  id: z.guid(),
  attempt: z.int(),
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  link: z.string().startsWith("/"),
  created_at: z.string(),
});

export type Alert = z.infer<typeof alertSchema>;

/** Why the webhook did not take an alert, and whether it may another time. */
interface Failure {
  error: string;
  retryable: boolean;
}

/** Takes the alert under a lease; null when it is not due or in other hands. */
export function claimAlert(id: string, log: Logger): Promise<Alert | null> {
  return callDatabase("claim_alert", { alert_id: id }, alertSchema.nullable(), log);
}

/** Sends a claimed alert and records what became of it. Never rejects: what is not recorded is sent again, under the same id. */
export async function sendAlert(alert: Alert, log: Logger): Promise<void> {
  const ids = { alert_id: alert.id, attempt: alert.attempt };
  try {
    const failure = await post(alert, env("OPERATOR_WEBHOOK_URL"), env("OPERATOR_WEBHOOK_SECRET"));
    const status = await callDatabase("finish_alert", { ...ids, ...failure }, z.string().nullable(), log);
    log.info("alerted", { ...ids, kind: alert.kind, status, ...failure });
  } catch (error) {
    log.error("alert_not_recorded", { ...ids, message: messageOf(error) });
  }
}

/**
 * POSTs `{ id, kind, title, body, url, text, created_at }`; `text` is what chats show. With a secret the call is signed by Standard
 * Webhooks. The id stays the same when it is repeated.
 * @returns null when it was taken
 */
async function post(
  alert: Alert,
  url: string | undefined,
  secret: string | undefined,
): Promise<Failure | null> {
  if (url === undefined) return { error: "not_configured", retryable: false };
  const body = bodyOf(alert, appUrl());
  const request = requestOf(url, alert.id, body, secret);
  if (request === null) return { error: "misconfigured", retryable: false };
  try {
    const response = await fetch(request, { redirect: "manual", signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    await response.body?.cancel();
    return failureOf(response.status);
  } catch {
    return { error: "unreachable", retryable: true };
  }
}

/** Null where the address is none, or the secret cannot sign. */
function requestOf(url: string, id: string, body: string, secret: string | undefined): Request | null {
  try {
    const headers = { "Content-Type": "application/json", ...signatureOf(id, body, secret) };
    return new Request(url, { method: "POST", headers, body });
  } catch {
    return null;
  }
}

/** The alert as the webhook gets it. */
export function bodyOf({ id, kind, title, body, link, created_at }: Alert, appUrl: string): string {
  const url = new URL(link, appUrl).href;
  // What Slack would read as its own mark-up: https://docs.slack.dev/messaging/formatting-message-text
  const text = `${title}: ${body} ${url}`.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(
    ">",
    "&gt;",
  );
  return JSON.stringify({ id, kind, title, body, url, text, created_at });
}

function signatureOf(id: string, body: string, secret: string | undefined): Record<string, string> {
  if (secret === undefined) return {};
  const now = new Date();
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, now, body),
  };
}

/** What an answer means: a refusal is final, unless it says to come again. */
export function failureOf(status: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  return { error: `status_${status}`, retryable: status >= 500 || status === 408 || status === 429 };
}
