import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

interface Mail {
  to: string[];
  subject: string;
  html: string;
  text: string;
}

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

async function mailsTo(user: TestUser): Promise<Mail[]> {
  const mails: Mail[] = await (await fetch(`${project.stack.mailUrl}/api/mails`)).json();
  return mails.filter((mail) => [mail.to].flat().includes(user.email));
}

async function failOnce(user: TestUser): Promise<string> {
  const trader = await createTrader(project, user, "endless");
  const response = await project.callSigned(
    "record-error",
    errorEvent(trader, "endless"),
    project.recordErrorSecret,
  );
  assert.equal(response.status, 202);
  return trader;
}

Deno.test("an error is told by e-mail once, escaped, with a link to its page", async () => {
  const user = await project.createUser();
  const trader = await failOnce(user);
  const mail = await eventually(
    "the mail",
    async () => (await mailsTo(user)).find(({ subject }) => /failing/.test(subject)),
  );
  assert.ok(mail.html.includes("Dip &lt;hunter&gt; &amp; &quot;co&quot;"));
  assert.ok(!mail.html.includes("<hunter>"));
  const { data } = await user.client.from("trader_incidents").select("id").eq("trader_id", trader).single();
  assert.ok(mail.text.includes(`https://app.example.com/traders/${trader}/errors/${data?.id}`));
});

Deno.test("a notification rung for five times at once is mailed once", async () => {
  const user = await project.createUser();
  await failOnce(user);
  const notification = await eventually("the mail to be sent", async () => {
    const { data } = await user.client.from("notifications").select().eq("kind", "incident_detected")
      .maybeSingle();
    return data?.email_status === "sent" ? data : undefined;
  });
  const answers = await Promise.all(
    Array.from(
      { length: 5 },
      async () => await project.callSigned("notify", { id: notification.id }, project.webhookSecret),
    ),
  );
  for (const answer of answers) {
    assert.deepEqual([answer.status, await answer.json()], [200, { status: "not_claimed" }]);
  }
  assert.equal((await mailsTo(user)).filter(({ subject }) => /failing/.test(subject)).length, 1);
});

Deno.test("a crash between sending and recording does not mail twice", async () => {
  const user = await project.createUser();
  await failOnce(user);
  const { id } = await eventually("the mail to be sent", async () => {
    const { data } = await user.client.from("notifications").select("id, email_status").eq(
      "kind",
      "incident_detected",
    ).maybeSingle();
    return data?.email_status === "sent" ? data : undefined;
  });
  // As the crash leaves it: taken by the provider, still under a lease that has run out.
  await project.stack.sql`alter table public.notifications disable trigger enforce_email_transition`;
  await project.stack.sql`
    update public.notifications
    set email_status = 'sending', email_sent_at = null, email_lease_until = now() - interval '1 second'
    where id = ${id}`;
  await project.stack.sql`alter table public.notifications enable trigger enforce_email_transition`;

  const answer = await project.callSigned("notify", { id }, project.webhookSecret);
  assert.equal(answer.status, 202);
  await eventually("the mail to be recorded", async () => {
    const { data } = await user.client.from("notifications").select("email_status").eq("id", id).single();
    return data?.email_status === "sent" ? true : undefined;
  });
  assert.equal((await mailsTo(user)).filter(({ subject }) => /failing/.test(subject)).length, 1);
});

Deno.test("notify refuses an unsigned call with 401", async () => {
  const response = await project.call("notify", { id: crypto.randomUUID() });
  assert.deepEqual([response.status, (await response.json()).code], [401, "invalid_signature"]);
});

Deno.test("notify names the field of a body without an id, with 400", async () => {
  const response = await project.callSigned("notify", {}, project.webhookSecret);
  assert.equal(response.status, 400);
  const { code, message } = await response.json();
  assert.equal(code, "invalid_body");
  assert.match(message, /id/);
});

Deno.test("send-notification-email refuses a user's token with 401", async () => {
  const user = await project.createUser();
  const response = await project.call(
    "send-notification-email",
    { to: user.email, subject: "x", html: "x" },
    user.headers,
  );
  assert.deepEqual([response.status, (await response.json()).code], [401, "invalid_key"]);
});

Deno.test("send-notification-email refuses a subject of two lines with 400", async () => {
  const response = await project.call(
    "send-notification-email",
    { to: "a@example.com", subject: "x\r\nBcc: b@example.com", html: "x" },
    { apikey: project.stack.secretKey },
  );
  assert.deepEqual([response.status, (await response.json()).code], [400, "invalid_body"]);
});
