import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import {
  createReader,
  failForGood,
  later,
  mailsArrived,
  mailsTo,
  notificationIn,
  ring,
} from "../support/mails.ts";
import { newSecret, type Project, sign, startProject, type TestUser } from "../support/project.ts";

const secret = newSecret();
let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject({ RESEND_WEBHOOK_SECRET: secret });
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

/** What the provider reports of a mail, under its own names of the headers. */
async function report(
  type: string,
  email_id: string | null,
  more: Record<string, unknown> = {},
): Promise<string> {
  const body = JSON.stringify({ type, created_at: "2026-11-28T12:00:00Z", data: { email_id, ...more } });
  const headers = Object.entries(sign(body, secret)).map((
    [name, value],
  ) => [name.replace("webhook", "svix"), value]);
  const answer = await project.call("email-events", body, Object.fromEntries(headers));
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).status;
}

async function mailed(user: TestUser): Promise<string> {
  await failForGood(project, user);
  const { email_provider_id } = await notificationIn(project, user, "sent");
  const [mail] = await mailsTo(project, user);
  assert.equal(email_provider_id, mail?.id);
  return mail?.id ?? "";
}

Deno.test("a mail that bounced for good is a dead letter, and the address gets no more until it changes", async () => {
  const user = await createReader(project);
  const id = await mailed(user);
  assert.equal(await report("email.bounced", id, { bounce: { type: "Permanent" } }), "failed");
  assert.equal((await notificationIn(project, user, "failed")).email_error, "bounced");
  assert.equal(await report("email.bounced", id, { bounce: { type: "Permanent" } }), "unknown_mail");
  const { data } = await user.client.from("undeliverable_addresses").select("email, reason").single();
  assert.deepEqual(data, { email: user.email, reason: "bounced" });

  await project.stack.sql`delete from public.notifications where user_id = ${user.id}`;
  await failForGood(project, user);
  assert.equal((await notificationIn(project, user, "skipped")).email_error, "address_bounced");
});

Deno.test("a mail that bounced for now is sent again later, as another mail", async () => {
  const user = await createReader(project);
  const id = await mailed(user);
  assert.equal(await report("email.bounced", id, { bounce: { type: "Transient" } }), "pending");
  const row = await notificationIn(project, user, "pending");
  await later(project, user, "1 minute");
  assert.equal(await ring(project, row.id), "claimed");
  const mails = await mailsArrived(project, user, 2);
  const again = await eventually("the second mail's id", async () => {
    const { email_provider_id } = await notificationIn(project, user, "sent");
    return email_provider_id === id ? undefined : email_provider_id;
  });
  assert.equal(again, mails[0]?.id);
});

Deno.test("who calls a mail spam gets no more", async () => {
  const user = await createReader(project);
  assert.equal(await report("email.complained", await mailed(user)), "stopped");
  const { data } = await user.client.from("notification_preferences").select("email").single();
  assert.equal(data?.email, false);
});

Deno.test("events of other mails and other kinds change nothing", async () => {
  const user = await createReader(project);
  const id = await mailed(user);
  assert.equal(await report("email.delivered", id), "ignored");
  assert.equal(await report("contact.created", null), "ignored");
  assert.equal(await report("email.bounced", crypto.randomUUID()), "unknown_mail");
  await notificationIn(project, user, "sent");
});

Deno.test("an event that the provider did not sign is refused with 401", async () => {
  const body = JSON.stringify({ type: "email.bounced", data: { email_id: "x" } });
  for (const headers of [{}, sign(body, newSecret()), sign(`${body} `, secret)]) {
    const answer = await project.call("email-events", body, headers);
    assert.deepEqual([answer.status, (await answer.json()).code], [401, "invalid_signature"]);
  }
});
