import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import { defaultKey, env, requireEnv } from "../_shared/env.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";
import { composeEmail } from "./email.ts";

const SEND_TIME_LIMIT_MS = 20_000;

const notificationSchema = z.object({
  id: z.guid(),
  attempt: z.int(),
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  link: z.string().startsWith("/"),
  email: z.string().nullable(),
});

export type Notification = z.infer<typeof notificationSchema>;

/** How an attempt ended, with a machine code when the e-mail was not sent; `retry` may come out otherwise later. */
type Outcome = { status: "sent" } | { status: "skipped" | "failed" | "retry"; error: string };

const failureSchema = z.object({ code: z.string() });

/** Takes the notification under a lease; null when its e-mail is not due or is in other hands. */
export function claimNotification(id: string, log: Logger): Promise<Notification | null> {
  return callDatabase("claim_notification", { notification_id: id }, notificationSchema.nullable(), log);
}

/** Sends the e-mail of a claimed notification and records what became of it. Never rejects: what is not recorded is retried. */
export async function deliver(notification: Notification, log: Logger): Promise<void> {
  try {
    const outcome = await send(notification);
    log.info("delivered", { notification_id: notification.id, ...outcome });
    await record(notification, outcome, log);
  } catch (error) {
    log.error("delivery_not_recorded", { notification_id: notification.id, message: messageOf(error) });
  }
}

async function record({ id, attempt }: Notification, outcome: Outcome, log: Logger): Promise<void> {
  const key = { notification_id: id, attempt };
  if (outcome.status === "failed" || outcome.status === "retry") {
    const { error, status } = outcome;
    const args = { ...key, error, retryable: status === "retry" };
    await callDatabase("fail_notification", args, z.string().nullable(), log);
  } else {
    const reason = outcome.status === "skipped" ? { reason: outcome.error } : {};
    await callDatabase(
      "finish_notification",
      { ...key, status: outcome.status, ...reason },
      z.boolean(),
      log,
    );
  }
}

async function send(notification: Notification): Promise<Outcome> {
  if (notification.email === null) return { status: "skipped", error: "no_address" };
  const apikey = defaultKey("SUPABASE_SECRET_KEYS");
  try {
    const response = await fetch(`${requireEnv("SUPABASE_URL")}/functions/v1/send-notification-email`, {
      method: "POST",
      // The row's id makes every retry the same mail, also after a crash between sending and recording.
      headers: {
        "Content-Type": "application/json",
        apikey,
        "Idempotency-Key": notification.id,
      },
      body: JSON.stringify({
        to: notification.email,
        ...composeEmail(notification, env("APP_URL") ?? requireEnv("SUPABASE_URL")),
      }),
      signal: AbortSignal.timeout(SEND_TIME_LIMIT_MS),
    });
    return outcomeOf(response.status, await response.json());
  } catch {
    return { status: "retry", error: "unreachable" };
  }
}

function outcomeOf(status: number, body: unknown): Outcome {
  if (status === 200) return { status: "sent" };
  const code = failureSchema.safeParse(body).data?.code ?? `status_${status}`;
  if (code === "email_not_configured") return { status: "skipped", error: code };
  if (status === 422 || status === 400) return { status: "failed", error: code };
  return { status: "retry", error: code };
}
