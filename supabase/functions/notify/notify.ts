import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import { appUrl, defaultKey, env, requireEnv } from "../_shared/env.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";
import { isSafeUrl } from "../_shared/safe-url.ts";
import { signUnsubscribe, unsubscribePage } from "../_shared/unsubscribe-token.ts";
import { composeMail } from "./mail/compose-mail.ts";
import { contentSchema } from "./mail/mail-content.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

const SEND_TIME_LIMIT_MS = 20_000;
const MAX_WAIT_SECONDS = 5;

const mailSchema = contentSchema.extend({
  id: z.guid(),
  /** The idempotency key: the same for every try of the same mail. */
  key: z.string(),
  attempt: z.int(),
  user_id: z.guid(),
  email: z.string(),
});

export type Mail = z.infer<typeof mailSchema>;

/** Takes the mail that this notification is part of, under a lease; null when nothing is due or it is in other hands. */
export function claimMail(notificationId: string, log: Logger): Promise<Mail | null> {
  return callDatabase("claim_notification", { notification_id: notificationId }, mailSchema.nullable(), log);
}

/** Sends a claimed mail and records what became of it. Never rejects: what is not recorded is the same mail the next time. */
export async function deliver(mail: Mail, log: Logger): Promise<void> {
  const ids = { mail_id: mail.id, attempt: mail.attempt };
  try {
    const outcome = await send(mail);
    log.info("delivered", { ...ids, entries: mail.total, ...outcome });
    await record(mail, outcome, log);
    if (outcome.status === "retry") await goOnAfter(outcome.pauseSeconds, mail, log);
  } catch (error) {
    log.error("delivery_not_recorded", { ...ids, message: messageOf(error) });
  }
}

/** A rate limit of seconds is waited out here: the sweeper would come later, and with it all that is due. */
async function goOnAfter(pauseSeconds: number | null, { id }: Mail, log: Logger): Promise<void> {
  if (pauseSeconds === null || pauseSeconds > MAX_WAIT_SECONDS) return;
  await new Promise((resolve) => setTimeout(resolve, pauseSeconds * 1_000));
  const mail = await claimMail(id, log);
  if (mail !== null) await deliver(mail, log);
}

async function record({ id, attempt }: Mail, outcome: Outcome, log: Logger): Promise<void> {
  const key = { notification_id: id, attempt };
  if (outcome.status === "sent") {
    await callDatabase("finish_notification", { ...key, status: "sent" }, z.boolean(), log);
  } else if (outcome.status === "skipped") {
    const args = { ...key, status: "skipped", reason: outcome.error };
    await callDatabase("finish_notification", args, z.boolean(), log);
  } else {
    const isRetry = outcome.status === "retry";
    const pause = isRetry && outcome.pauseSeconds !== null ? { pause_s: outcome.pauseSeconds } : {};
    const args = { ...key, error: outcome.error, retryable: isRetry, ...pause };
    await callDatabase("fail_notification", args, z.string().nullable(), log);
  }
}

async function send(mail: Mail): Promise<Outcome> {
  const supabaseUrl = requireEnv("SUPABASE_URL");
  const body = await bodyOf(mail, supabaseUrl);
  try {
    const response = await fetch(`${supabaseUrl}/functions/v1/send-notification-email`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        apikey: defaultKey("SUPABASE_SECRET_KEYS"),
        "Idempotency-Key": mail.key,
      },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(SEND_TIME_LIMIT_MS),
    });
    return outcomeOf(response.status, response.headers.get("retry-after"), await response.json());
  } catch {
    return { status: "retry", error: "unreachable", pauseSeconds: null };
  }
}

/** What send-notification-email is asked for. */
async function bodyOf(mail: Mail, supabaseUrl: string): Promise<Record<string, string>> {
  const token = signUnsubscribe(mail.user_id, requireEnv("WEBHOOK_SECRET"));
  const links = { appUrl: appUrl(), unsubscribeUrl: unsubscribePage(token, appUrl()) };
  const { subject, html, text } = await composeMail(mail, links);
  const oneClick = oneClickOf(token, env("SUPABASE_PUBLIC_URL") ?? supabaseUrl);
  return { to: mail.email, subject, html, text, ...oneClick };
}

/** Where mail programs may unsubscribe by themselves; nowhere if they cannot get there, as in a network of containers. */
function oneClickOf(token: string, publicUrl: string): { unsubscribe_url?: string } {
  const url = new URL(`${publicUrl}/functions/v1/unsubscribe`);
  url.searchParams.set("token", token);
  return isSafeUrl(url.href) ? { unsubscribe_url: url.href } : {};
}
