import assert from "node:assert/strict";
import type { Mail } from "../../local/mail.ts";
import {
  createReader,
  failForGood,
  later,
  mailsArrived,
  mailsTo,
  notificationIn,
  ring,
  scriptMails,
} from "../support/mails.ts";
import { newSecret, type Project, sign, startProject, type TestUser } from "../support/project.ts";

const FOR_GOOD = { bounce: { type: "Permanent" } };
const FOR_NOW = { bounce: { type: "Transient" } };

const secret = newSecret();
let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject({ RESEND_WEBHOOK_SECRET: secret });
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

/** What the provider reports of a mail, under its own names of the headers. */
async function report(type: string, mail: Mail | null, more: Record<string, unknown> = {}): Promise<string> {
  const about = mail === null ? {} : { email_id: mail.id, to: mail.to, tags: mail.tags };
  const body = JSON.stringify({ type, created_at: "2026-11-28T12:00:00Z", data: { ...about, ...more } });
  const headers = Object.entries(sign(body, secret)).map((
    [name, value],
  ) => [name.replace("webhook", "svix"), value]);
  const answer = await project.call("email-events", body, Object.fromEntries(headers));
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).status;
}

async function mailed(user: TestUser): Promise<Mail> {
  await failForGood(project, user);
  const { mail_id } = await notificationIn(project, user, "sent");
  const [mail] = await mailsTo(project, user);
  assert.ok(mail);
  assert.deepEqual(mail.tags, { mail: mail_id });
  return mail;
}

Deno.test("a mail that bounced for good is a dead letter, and the address gets no more until it changes", async () => {
  const user = await createReader(project);
  const mail = await mailed(user);
  assert.equal(await report("email.bounced", mail, FOR_GOOD), "failed");
  assert.equal((await notificationIn(project, user, "failed")).email_error, "bounced");
  assert.equal(await report("email.bounced", mail, FOR_GOOD), "unknown_mail");
  const { data } = await user.client.from("undeliverable_addresses").select("email, reason").single();
  assert.deepEqual(data, { email: user.email, reason: "bounced" });

  await project.stack.sql`delete from public.notifications where user_id = ${user.id}`;
  await failForGood(project, user);
  assert.equal((await notificationIn(project, user, "skipped")).email_error, "address_bounced");
});

Deno.test("five reports of one bounce at once are one", async () => {
  const user = await createReader(project);
  const mail = await mailed(user);
  const answers = await Promise.all(Array.from({ length: 5 }, () => report("email.bounced", mail, FOR_NOW)));
  assert.deepEqual(answers.toSorted(), ["pending", ...Array(4).fill("unknown_mail")]);
});

Deno.test("a bounce of an address that the user has left says nothing about the new one", async () => {
  const user = await createReader(project);
  const mail = await mailed(user);
  await project.stack.sql`update auth.users set email = ${`new-${user.email}`} where id = ${user.id}`;
  assert.equal(await report("email.bounced", mail, FOR_GOOD), "failed");
  const { data } = await user.client.from("undeliverable_addresses").select("email");
  assert.deepEqual(data, []);
});

Deno.test("a bounce that is faster than the record of the mail counts", async () => {
  const user = await createReader(project);
  // Taken by the provider, whose answer never comes.
  await scriptMails(project, user, [{ after: true, hang: true }]);
  await failForGood(project, user);
  const [mail] = await mailsArrived(project, user, 1);
  assert.ok(mail);
  assert.equal(await report("email.bounced", mail, FOR_GOOD), "failed");
  await notificationIn(project, user, "failed");
});

Deno.test("a mail that bounced for now is sent again later, as another mail", async () => {
  const user = await createReader(project);
  const mail = await mailed(user);
  assert.equal(await report("email.bounced", mail, FOR_NOW), "pending");
  const row = await notificationIn(project, user, "pending");
  await later(project, user, "1 minute");
  assert.equal(await ring(project, row.id), "claimed");
  const [again] = await mailsArrived(project, user, 2);
  assert.deepEqual(again?.tags, { mail: `${row.mail_id}_1` });
  await notificationIn(project, user, "sent");
});

Deno.test("who calls a mail spam gets no more, also if the trader it was about is gone", async () => {
  const user = await createReader(project);
  const mail = await mailed(user);
  await project.stack.sql`delete from public.traders where user_id = ${user.id}`;
  assert.equal(await report("email.complained", mail), "stopped");
  const { data } = await user.client.from("notification_preferences").select("email").single();
  assert.equal(data?.email, false);
});

Deno.test("events of other mails and other kinds change nothing", async () => {
  const user = await createReader(project);
  const mail = await mailed(user);
  assert.equal(await report("email.delivered", mail), "ignored");
  assert.equal(await report("contact.created", null), "ignored");
  assert.equal(await report("email.bounced", { ...mail, tags: {} }, FOR_GOOD), "ignored");
  for (const key of [crypto.randomUUID(), "somebody's", `${mail.tags["mail"]}_7`]) {
    assert.equal(await report("email.bounced", { ...mail, tags: { mail: key } }, FOR_NOW), "unknown_mail");
  }
  await notificationIn(project, user, "sent");
});

Deno.test("an event that the provider did not sign is refused with 401", async () => {
  const body = JSON.stringify({ type: "email.bounced", data: { tags: { mail: "x" } } });
  for (const headers of [{}, sign(body, newSecret()), sign(`${body} `, secret)]) {
    const answer = await project.call("email-events", body, headers);
    assert.deepEqual([answer.status, (await answer.json()).code], [401, "invalid_signature"]);
  }
});
