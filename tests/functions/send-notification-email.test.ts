import assert from "node:assert/strict";
import type { ScriptSteps } from "../../local/mailbox-script.ts";
import type { Mail } from "../../local/mail.ts";
import { type Project, startProject } from "../support/project.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

function mailTo(to: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { to, subject: "Hi", html: "<p>Hi</p>", ...more };
}

function send(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return project.call("send-notification-email", body, { apikey: project.stack.secretKey, ...headers });
}

async function sendFailing(step: ScriptSteps[number]): Promise<Response> {
  const to = newAddress();
  const script = await fetch(`${project.stack.mailUrl}/api/script`, {
    method: "POST",
    body: JSON.stringify([{ ...step, to }]),
  });
  assert.equal(script.status, 200);
  await script.body?.cancel();
  return await send(mailTo(to));
}

async function mailsTo(address: string): Promise<Mail[]> {
  const mails: Mail[] = await (await fetch(`${project.stack.mailUrl}/api/mails`)).json();
  return mails.filter(({ to }) => to.includes(address));
}

function newAddress(): string {
  return `${crypto.randomUUID()}@example.com`;
}

async function codeOf(response: Response): Promise<[status: number, code: string]> {
  return [response.status, (await response.json()).code];
}

Deno.test("send-notification-email sends a mail with one click to unsubscribe, and answers its id", async () => {
  const to = newAddress();
  const response = await send(
    mailTo(to, { text: "Hi", unsubscribe_url: "https://api.example.com/u?token=1" }),
  );
  assert.equal(response.status, 200);
  const [mail, ...others] = await mailsTo(to);
  assert.deepEqual([await response.json(), others], [{ id: mail?.id }, []]);
  assert.deepEqual(mail?.headers, {
    "List-Unsubscribe": "<https://api.example.com/u?token=1>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  });
});

Deno.test("send-notification-email sends once for an idempotency key, and says so of another mail under it", async () => {
  const to = newAddress();
  const key = { "Idempotency-Key": crypto.randomUUID() };
  const first = await (await send(mailTo(to), key)).json();
  assert.deepEqual(await (await send(mailTo(to), key)).json(), first);
  const other = await send(mailTo(to, { subject: "Another" }), key);
  assert.deepEqual(await codeOf(other), [409, "email_already_sent"]);
  assert.equal((await mailsTo(to)).length, 1);
});

Deno.test("send-notification-email passes on how long the provider wants to be left alone", async () => {
  const response = await sendFailing({
    status: 429,
    headers: { "Retry-After": "17" },
    body: { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests" },
  });
  assert.equal(response.headers.get("retry-after"), "17");
  assert.deepEqual(await codeOf(response), [429, "email_rate_limited"]);
});

Deno.test("send-notification-email waits an hour when the provider's quota is used up", async () => {
  const response = await sendFailing({
    status: 429,
    body: { statusCode: 429, name: "daily_quota_exceeded", message: "You have reached your daily quota" },
  });
  assert.equal(response.headers.get("retry-after"), "3600");
  assert.deepEqual(await codeOf(response), [429, "email_quota_exceeded"]);
});

Deno.test("send-notification-email answers 422 for a mail that the provider refuses", async () => {
  const response = await sendFailing({
    status: 422,
    body: { statusCode: 422, name: "validation_error", message: "Invalid `to` field" },
  });
  assert.equal(response.headers.get("retry-after"), null);
  assert.deepEqual(await codeOf(response), [422, "email_refused"]);
});

Deno.test("send-notification-email answers 503 for a provider in trouble, whether or not it took the mail", async () => {
  for (const after of [false, true]) {
    const response = await sendFailing({ status: 500, after });
    assert.deepEqual(await codeOf(response), [503, "email_provider_unavailable"]);
  }
});

Deno.test("send-notification-email answers 503 when the provider knows neither key nor sender", async () => {
  const response = await sendFailing({
    status: 403,
    body: { statusCode: 403, name: "validation_error", message: "The example.com domain is not verified" },
  });
  assert.deepEqual(await codeOf(response), [503, "email_provider_refuses_us"]);
});

for (
  const [field, value] of [
    ["to", "a@example.com\r\nBcc: b@example.com"],
    ["to", "a@example.com, b@example.com"],
    ["subject", "x\r\nBcc: b@example.com"],
    ["subject", "x".repeat(301)],
    ["unsubscribe_url", "https://a.example/u>\r\nBcc: b@example.com"],
    ["unsubscribe_url", "http://a.example/u"],
  ] as const
) {
  Deno.test(`send-notification-email names ${field} of ${JSON.stringify(value.slice(0, 40))}, with 400`, async () => {
    const response = await send(mailTo(newAddress(), { [field]: value }));
    const { code, message } = await response.json();
    assert.deepEqual([response.status, code], [400, "invalid_body"]);
    assert.ok(message.includes(`${field}: `));
  });
}

Deno.test("send-notification-email takes no headers from its caller", async () => {
  const to = newAddress();
  const response = await send(mailTo(to, { headers: { Bcc: "b@example.com" }, bcc: "b@example.com" }));
  assert.equal(response.status, 200);
  await response.body?.cancel();
  assert.deepEqual((await mailsTo(to)).map(({ headers }) => headers), [{}]);
});
