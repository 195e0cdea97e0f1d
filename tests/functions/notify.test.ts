import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import {
  createReader,
  failForGood,
  later,
  mailsArrived,
  mailsTo,
  notificationFailed,
  notificationIn,
  reportOutage,
  ring,
  scriptMails,
} from "../support/mails.ts";
import { type Project, startProject } from "../support/project.ts";
import { createTrader } from "../support/traders.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
  // Many traders of several users fail alike here, each on its own account.
  await project.stack.sql`update private.settings set systemic_traders = 1000`;
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

Deno.test("an error is told by e-mail once, escaped, with a link to its page", async () => {
  const user = await createReader(project);
  const trader = await failForGood(project, user);
  const [mail] = await mailsArrived(project, user, 1);
  assert.match(mail?.html ?? "", /Dip &lt;hunter&gt; &amp; &quot;co&quot;/);
  assert.doesNotMatch(mail?.html ?? "", /<hunter>/);
  const { data } = await user.client.from("trader_incidents").select("id").eq("trader_id", trader).single();
  assert.ok(mail?.text?.includes(`https://app.example.com/traders/${trader}/errors/${data?.id}`));
});

Deno.test("a mail can be stopped by one click, in the header and in its text", async () => {
  const user = await createReader(project);
  await failForGood(project, user);
  const [mail] = await mailsArrived(project, user, 1);
  assert.equal(mail?.headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
  const url = mail?.headers["List-Unsubscribe"] ?? "";
  assert.match(url, new RegExp(`^<${project.stack.apiUrl}/functions/v1/unsubscribe\\?token=${user.id}\\.`));
  assert.ok(mail?.text?.includes("https://app.example.com/unsubscribe?token="));
});

Deno.test("a notification rung for five times at once is mailed once", async () => {
  const user = await createReader(project);
  await failForGood(project, user);
  const { id } = await notificationIn(project, user, "sent");
  const answers = await Promise.all(Array.from({ length: 5 }, () => ring(project, id)));
  assert.deepEqual(answers, Array(5).fill("not_claimed"));
  assert.equal((await mailsTo(project, user)).length, 1);
});

Deno.test("a crash between sending and recording does not mail twice", async () => {
  const user = await createReader(project);
  await failForGood(project, user);
  const { id } = await notificationIn(project, user, "sent");
  // As the crash leaves it: taken by the provider, still under a lease that has run out.
  await project.stack.sql.begin(async (sql) => {
    await sql`alter table public.notifications disable trigger enforce_email_transition`;
    await sql`
      update public.notifications
      set email_status = 'sending', email_sent_at = null, email_lease_until = now() - interval '1 second'
      where id = ${id}`;
    await sql`alter table public.notifications enable trigger enforce_email_transition`;
  });
  assert.equal(await ring(project, id), "claimed");
  await notificationIn(project, user, "sent");
  assert.equal((await mailsTo(project, user)).length, 1);
});

Deno.test("a mail whose answer was lost is not sent twice, even if it would say something else now", async () => {
  const user = await createReader(project);
  await scriptMails(project, user, [{ after: true, status: 500 }]);
  const trader = await failForGood(project, user);
  const { id } = await notificationFailed(project, user, 1);
  await project.stack.sql`update public.traders set name = 'Another name' where id = ${trader}`;
  await later(project, user, "1 minute");
  assert.equal(await ring(project, id), "claimed");
  await notificationIn(project, user, "sent");
  assert.equal((await mailsTo(project, user)).length, 1);
});

Deno.test("a mail that the provider refuses is given up at once and shown as a dead letter", async () => {
  const user = await createReader(project);
  await scriptMails(project, user, [{
    status: 422,
    body: { statusCode: 422, name: "validation_error", message: "no" },
  }]);
  await failForGood(project, user);
  const { id, email_error } = await notificationIn(project, user, "failed");
  assert.equal(email_error, "email_refused");
  const { data } = await project.admin.from("dead_letters").select("kind, reason").eq("id", id).single();
  assert.deepEqual(data, { kind: "email", reason: "email_refused" });
});

Deno.test("a provider that fails is tried again later with the same mail", async () => {
  const user = await createReader(project);
  await scriptMails(project, user, [{ status: 500 }, { status: 503 }]);
  await failForGood(project, user);
  for (const failures of [1, 2]) {
    const { id } = await notificationFailed(project, user, failures);
    assert.equal(await ring(project, id), "not_claimed");
    await later(project, user, "1 minute");
    assert.equal(await ring(project, id), "claimed");
  }
  await notificationIn(project, user, "sent");
  assert.equal((await mailsTo(project, user)).length, 1);
});

Deno.test("a provider that wants no mail now gets none, from nobody, until it does", async () => {
  const user = await createReader(project);
  const other = await createReader(project);
  const limited = { statusCode: 429, name: "rate_limit_exceeded", message: "slow down" };
  await scriptMails(project, user, [{ status: 429, headers: { "retry-after": "600" }, body: limited }]);
  await failForGood(project, user);
  const paused = await eventually("the pause", async () => {
    const [row] = await project.stack.sql`
      select reason, extract(epoch from until - now())::integer as seconds from private.email_pause where until > now()`;
    return row;
  });
  assert.equal(paused["reason"], "email_rate_limited");
  assert.ok(paused["seconds"] > 590 && paused["seconds"] <= 600, String(paused["seconds"]));
  const { id, email_failures } = await notificationIn(project, user, "pending");
  assert.equal(email_failures, 0);
  await failForGood(project, other);
  const waiting = await notificationIn(project, other, "pending");
  assert.equal(await ring(project, waiting.id), "not_claimed");
  const { data: health } = await project.admin.rpc("recovery_health");
  assert.ok(health.problems.includes("email_paused"));

  await project.stack.sql`update private.email_pause set until = now()`;
  await later(project, user, "10 minutes");
  assert.equal(await ring(project, id), "claimed");
  await notificationIn(project, user, "sent");
  await notificationIn(project, other, "sent");
});

Deno.test("a pause of a second is waited out, and the chain of mails goes on", async () => {
  const user = await createReader(project);
  const limited = { statusCode: 429, name: "rate_limit_exceeded", message: "slow down" };
  await scriptMails(project, user, [{ status: 429, headers: { "retry-after": "1" }, body: limited }]);
  await failForGood(project, user);
  // Sooner than the sweeper would come.
  const { email_failures } = await notificationIn(project, user, "sent");
  assert.equal(email_failures, 0);
  assert.equal((await mailsTo(project, user)).length, 1);
});

Deno.test("a hundred notifications at once are each mailed once, in few mails", async () => {
  const user = await createReader(project);
  const traders = await Promise.all(
    Array.from({ length: 100 }, () => createTrader(project, user, "endless")),
  );
  await Promise.all(
    Array.from({ length: 10 }, (_, part) => reportOutage(project, traders.slice(part * 10, part * 10 + 10))),
  );
  const mailIds = await eventually("all to be mailed", async () => {
    const rows = await project.stack.sql<{ email_status: string; mail_id: string }[]>`
      select email_status, mail_id from public.notifications where user_id = ${user.id}`;
    const isDone = rows.length === 100 && rows.every(({ email_status }) => email_status === "sent");
    return isDone ? rows.map(({ mail_id }) => mail_id) : undefined;
  });
  const mails = await mailsTo(project, user);
  assert.equal(mails.length, new Set(mailIds).size);
  assert.ok(mails.length <= 30, `${mails.length} mails`);
});

Deno.test("a user without an address is told in the app only", async () => {
  const user = await createReader(project);
  await project.stack.sql`update auth.users set email = null where id = ${user.id}`;
  await failForGood(project, user);
  const { email_error } = await notificationIn(project, user, "skipped");
  assert.equal(email_error, "no_address");
  const { data } = await user.client.rpc("list_notifications");
  assert.equal(data.unread, 1);
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
