import assert from "node:assert/strict";
import { Resend } from "resend";
import type { ScriptSteps } from "../../local/mailbox-script.ts";
import { createMailbox, type Mailbox } from "../../local/mailbox.ts";

const MAIL = {
  from: "a@example.com",
  to: "b@example.com",
  subject: "<b>Hi</b>",
  html: '<p class="x">Hi</p>',
  text: "Hi",
};

function open(): { mailbox: Mailbox; url: string; resend: Resend } & AsyncDisposable {
  const mailbox = createMailbox(() => {});
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: (): void => {} }, mailbox.fetch);
  const url = `http://127.0.0.1:${server.addr.port}`;
  return {
    mailbox,
    url,
    resend: new Resend("re_test", { baseUrl: url }),
    [Symbol.asyncDispose]: (): Promise<void> => server.shutdown(),
  };
}

async function play(url: string, steps: ScriptSteps): Promise<Response> {
  return await fetch(`${url}/api/script`, { method: "POST", body: JSON.stringify(steps) });
}

Deno.test("the mailbox keeps what the resend SDK sends", async () => {
  await using box = open();
  const { data, error } = await box.resend.emails.send(MAIL);
  assert.equal(error, null);
  const [mail, ...others] = await (await fetch(`${box.url}/api/mails`)).json();
  assert.equal(others.length, 0);
  assert.equal(mail.id, data?.id);
  assert.deepEqual(mail.to, ["b@example.com"]);
  assert.equal(mail.text, "Hi");
});

Deno.test("the mailbox takes a mail once for an idempotency key, and refuses another mail under it", async () => {
  await using box = open();
  const options = { idempotencyKey: "note/1" };
  const first = await box.resend.emails.send(MAIL, options);
  const again = await box.resend.emails.send(MAIL, options);
  assert.equal(again.data?.id, first.data?.id);
  const other = await box.resend.emails.send({ ...MAIL, subject: "Another" }, options);
  assert.equal(other.error?.name, "invalid_idempotent_request");
  assert.equal(box.mailbox.list().length, 1);
});

Deno.test("the mailbox refuses a mail without key or recipient", async () => {
  await using box = open();
  const unsigned = await fetch(`${box.url}/emails`, { method: "POST", body: JSON.stringify(MAIL) });
  assert.equal(unsigned.status, 401);
  await unsigned.body?.cancel();
  const { error } = await box.resend.emails.send({ ...MAIL, to: [] });
  assert.equal(error?.name, "validation_error");
});

Deno.test("the mailbox page escapes what mails hold and runs none of it", async () => {
  await using box = open();
  const { data } = await box.resend.emails.send(MAIL);
  const list = await (await fetch(box.url)).text();
  assert.ok(list.includes("&lt;b&gt;Hi&lt;/b&gt;") && !list.includes("<b>Hi"));
  const page = await (await fetch(`${box.url}/mails/${data?.id}`)).text();
  assert.ok(page.includes('<iframe sandbox srcdoc="&lt;p class=&quot;x&quot;&gt;Hi&lt;/p&gt;">'));
});

Deno.test("the mailbox page has the links of a mail's text, to follow", async () => {
  await using box = open();
  const text = "<b>Sign in</b>: https://example.com/a?b=1&c=2 javascript:alert(1)";
  const { data } = await box.resend.emails.send({ ...MAIL, text });
  const page = await (await fetch(`${box.url}/mails/${data?.id}`)).text();
  const link = "https://example.com/a?b=1&amp;c=2";
  assert.ok(
    page.includes(`&lt;b&gt;Sign in&lt;/b&gt;: <a href="${link}" rel="noreferrer">${link}</a> javascript:`),
  );
});

Deno.test("the mailbox is empty after DELETE", async () => {
  await using box = open();
  await box.resend.emails.send(MAIL);
  await (await fetch(`${box.url}/api/mails`, { method: "DELETE" })).body?.cancel();
  assert.deepEqual(box.mailbox.list(), []);
});

Deno.test("the mailbox keeps a mail's headers and shows them escaped", async () => {
  await using box = open();
  const headers = { "List-Unsubscribe": "<https://example.com/u>" };
  const { data } = await box.resend.emails.send({ ...MAIL, headers });
  assert.deepEqual(box.mailbox.list()[0]?.headers, headers);
  const page = await (await fetch(`${box.url}/mails/${data?.id}`)).text();
  assert.ok(page.includes("<th>List-Unsubscribe</th><td>&lt;https://example.com/u&gt;</td>"));
});

Deno.test("the mailbox plays each scripted failure once, as the resend SDK reads it, and takes no mail for it", async () => {
  await using box = open();
  const body = { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests" };
  await (await play(box.url, [{ status: 429, body, headers: { "Retry-After": "7" } }])).body?.cancel();
  const { error, headers } = await box.resend.emails.send(MAIL);
  assert.deepEqual([error, headers?.["retry-after"]], [body, "7"]);
  assert.equal(box.mailbox.list().length, 0);
  assert.equal((await box.resend.emails.send(MAIL)).error, null);
});

Deno.test("the mailbox takes a mail before a failure that comes after, and once for its key", async () => {
  await using box = open();
  await (await play(box.url, [{ status: 500, after: true }])).body?.cancel();
  const options = { idempotencyKey: "note/1" };
  assert.equal((await box.resend.emails.send(MAIL, options)).error?.statusCode, 500);
  const again = await box.resend.emails.send(MAIL, options);
  assert.equal(again.data?.id, box.mailbox.list()[0]?.id);
  assert.equal(box.mailbox.list().length, 1);
});

Deno.test("the mailbox keeps a failure for one address from mails to others", async () => {
  await using box = open();
  await (await play(box.url, [{ status: 500, to: "c@example.com" }])).body?.cancel();
  assert.equal((await box.resend.emails.send(MAIL)).error, null);
  assert.equal((await box.resend.emails.send({ ...MAIL, to: "c@example.com" })).error?.statusCode, 500);
});

Deno.test("the mailbox that hangs answers nothing until the client goes", async () => {
  await using box = open();
  await (await play(box.url, [{ hang: true }])).body?.cancel();
  const { error } = await box.resend.emails.send(MAIL, { signal: AbortSignal.timeout(50) });
  assert.equal(error?.statusCode, null);
});

Deno.test("the mailbox refuses a script that it does not understand", async () => {
  await using box = open();
  const response = await fetch(`${box.url}/api/script`, { method: "POST", body: `[{"status": 99}]` });
  assert.deepEqual([response.status, (await response.json()).name], [422, "validation_error"]);
});
