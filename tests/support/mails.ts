// The mailbox in the mail provider's place, and the clock of mails that wait.
import assert from "node:assert/strict";
import type { ScriptSteps } from "../../local/mailbox-script.ts";
import type { Mail } from "../../local/mail.ts";
import { eventually } from "./eventually.ts";
import type { Project, TestUser } from "./project.ts";
import { createTrader, errorEvent } from "./traders.ts";

export type Frequency = "immediate" | "hourly" | "daily";

/** A user who wants mail this often. */
export async function createReader(project: Project, frequency: Frequency = "immediate"): Promise<TestUser> {
  const user = await project.createUser();
  const preferences = { user_id: user.id, email_frequency: frequency };
  const { error } = await user.client.from("notification_preferences").insert(preferences);
  assert.equal(error, null);
  return user;
}

export async function mailsTo(project: Project, { email }: TestUser): Promise<Mail[]> {
  const mails: Mail[] = await (await fetch(`${project.stack.mailUrl}/api/mails`)).json();
  return mails.filter((mail) => mail.to.includes(email));
}

/** The mails to a user, when there are so many. */
export function mailsArrived(project: Project, user: TestUser, count: number): Promise<Mail[]> {
  return eventually(`${count} mails`, async () => {
    const mails = await mailsTo(project, user);
    return mails.length >= count ? mails : undefined;
  });
}

/** What the provider answers to the next mails for this user. */
export async function scriptMails(project: Project, user: TestUser, steps: ScriptSteps): Promise<void> {
  const answer = await fetch(`${project.stack.mailUrl}/api/script`, {
    method: "POST",
    body: JSON.stringify(steps.map((step) => ({ to: user.email, ...step }))),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** Lets a new trader of this user fail in a way that is told once and not repaired; its id. */
export async function failForGood(project: Project, user: TestUser): Promise<string> {
  const trader = await createTrader(project, user, "endless");
  await reportOutage(project, [trader]);
  return trader;
}

export async function reportOutage(project: Project, traders: string[]): Promise<void> {
  const events = traders.map((trader) =>
    errorEvent(trader, "endless", { error_message: "failed to fetch klines: connection refused" })
  );
  const answer = await project.callSigned("record-error", { events }, project.recordErrorSecret);
  assert.equal(answer.status, 202, await answer.text());
}

export interface NotificationRow {
  id: string;
  kind: string;
  mail_id: string | null;
  email_status: string;
  email_error: string | null;
  email_failures: number;
}

/** The user's only notification, when its mail is in this state. */
export function notificationIn(project: Project, user: TestUser, status: string): Promise<NotificationRow> {
  return eventually(`the mail to be ${status}`, async () => {
    const rows = await project.stack.sql<NotificationRow[]>`
      select id, kind, mail_id, email_status, email_error, email_failures
      from public.notifications where user_id = ${user.id}`;
    return rows.length === 1 && rows[0]?.email_status === status ? rows[0] : undefined;
  });
}

/** The user's only notification, when sending its mail has failed so often. */
export function notificationFailed(
  project: Project,
  user: TestUser,
  times: number,
): Promise<NotificationRow> {
  return eventually(`${times} failures`, async () => {
    const row = await notificationIn(project, user, "pending");
    return row.email_failures === times ? row : undefined;
  });
}

/** Moves the clock of this user's mails forward: what was made, claimed or put off is so much longer ago. */
export async function later(project: Project, { id }: TestUser, interval: string): Promise<void> {
  await project.stack.sql`
    update public.notifications
    set created_at = created_at - ${interval}::interval,
      email_claimed_at = email_claimed_at - ${interval}::interval,
      email_sent_at = email_sent_at - ${interval}::interval,
      email_lease_until = email_lease_until - ${interval}::interval,
      email_next_attempt_at = email_next_attempt_at - ${interval}::interval
    where user_id = ${id}`;
}

/** Rings for a notification; the function's answer: claimed or not_claimed. */
export async function ring(project: Project, id: string): Promise<string> {
  const answer = await project.callSigned("notify", { id }, project.webhookSecret);
  return (await answer.json()).status;
}
