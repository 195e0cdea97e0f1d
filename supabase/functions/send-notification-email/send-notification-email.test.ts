import assert from "node:assert/strict";
import { Resend } from "resend";
import { ApiError } from "../_shared/errors.ts";
import { emailSchema, handOver } from "./send-notification-email.ts";

const FROM = "Recovery <recovery@example.com>";
const MAIL = { to: "a@example.com", subject: "Hi", html: "<p>Hi</p>" };

interface Provider extends AsyncDisposable {
  resend: Resend;
  requests: { headers: Headers; body: unknown }[];
}

/** A provider with one answer to everything. */
function provider(answer: (request: Request) => Response | Promise<Response>): Provider {
  const requests: Provider["requests"] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    requests.push({ headers: request.headers, body: await request.clone().json() });
    return await answer(request);
  });
  return {
    requests,
    resend: new Resend("re_test", { baseUrl: `http://127.0.0.1:${server.addr.port}` }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function refusal(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ApiError);
  return error;
}

Deno.test("a mail is handed over with its idempotency key, and as one click to unsubscribe", async () => {
  await using to = provider(() => Response.json({ id: "mail-1" }));
  const unsubscribe_url = "https://api.example.com/unsubscribe?token=a.b-c&x=%20";
  const answer = await handOver(to.resend, FROM, { ...MAIL, text: "Hi", unsubscribe_url }, "key-1");
  assert.deepEqual(answer, { id: "mail-1" });
  assert.deepEqual(to.requests.map(({ body }) => body), [{
    from: FROM,
    ...MAIL,
    text: "Hi",
    headers: {
      "List-Unsubscribe": `<${unsubscribe_url}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    tags: [{ name: "mail", value: "key-1" }],
  }]);
  assert.equal(to.requests[0]?.headers.get("idempotency-key"), "key-1");
});

Deno.test("a key that the provider takes for no tag is none", async () => {
  await using to = provider(() => Response.json({ id: "mail-1" }));
  for (const key of ["a key", "ключ", "x".repeat(257)]) {
    await handOver(to.resend, FROM, MAIL, encodeURIComponent(key).slice(0, 300)).catch(() => {});
  }
  assert.ok(to.requests.length > 0);
  for (const { body } of to.requests) assert.deepEqual(body, { from: FROM, ...MAIL });
});

Deno.test("a mail without an address to unsubscribe at has no headers of its own", async () => {
  await using to = provider(() => Response.json({ id: "mail-1" }));
  await handOver(to.resend, FROM, MAIL, null);
  assert.deepEqual(to.requests.map(({ body }) => body), [{ from: FROM, ...MAIL }]);
  assert.equal(to.requests[0]?.headers.has("idempotency-key"), false);
});

Deno.test("a provider that does not answer within the limit is a 503 email_provider_timeout, and is let go", async () => {
  const gone = Promise.withResolvers<void>();
  await using to = provider(async ({ signal }) => {
    signal.addEventListener("abort", () => gone.resolve());
    await gone.promise;
    return new Response();
  });
  const { status, code, retryAfterSeconds } = await refusal(handOver(to.resend, FROM, MAIL, null, 50));
  assert.deepEqual([status, code, retryAfterSeconds], [503, "email_provider_timeout", 30]);
  await gone.promise;
});

Deno.test("a provider that begins an answer and does not end it is a 503 email_provider_timeout", async () => {
  const body = new ReadableStream({ start: (stream): void => stream.enqueue(new TextEncoder().encode("{")) });
  await using to = provider(() => new Response(body, { status: 500 }));
  const { code } = await refusal(handOver(to.resend, FROM, MAIL, null, 50));
  assert.equal(code, "email_provider_timeout");
});

Deno.test("a provider that cannot be reached is a 503 email_provider_unavailable", async () => {
  const closed = provider(() => new Response());
  await closed[Symbol.asyncDispose]();
  const { status, code } = await refusal(handOver(closed.resend, FROM, MAIL, null));
  assert.deepEqual([status, code], [503, "email_provider_unavailable"]);
});

Deno.test("a proxy's page instead of the provider's answer counts by its status", async () => {
  await using to = provider(() => new Response("<html>", { status: 429, headers: { "Retry-After": "9" } }));
  const { code, retryAfterSeconds } = await refusal(handOver(to.resend, FROM, MAIL, null));
  assert.deepEqual([code, retryAfterSeconds], ["email_rate_limited", 9]);
});

for (
  const url of ["https://a.example/u?token=x", "http://127.0.0.1:54321/functions/v1/u", "http://localhost/u"]
) {
  Deno.test(`the address to unsubscribe at may be ${url}`, () => {
    assert.ok(emailSchema.safeParse({ ...MAIL, unsubscribe_url: url }).success);
  });
}

for (
  const url of [
    "http://a.example/u",
    "mailto:a@example.com",
    "javascript:alert(1)",
    "/u",
    "https://a.example/u>, <https://evil.example",
    "https://a.example/u\r\nBcc: b@example.com",
    "https://a.example/u v",
    "https://a.example/ü",
    "https://a.example/u\u0000",
    `https://a.example/${"u".repeat(2_000)}`,
    "",
  ]
) {
  Deno.test(`the address to unsubscribe at may not be ${JSON.stringify(url.slice(0, 50))}`, () => {
    const { error } = emailSchema.safeParse({ ...MAIL, unsubscribe_url: url });
    assert.deepEqual(error?.issues[0]?.path, ["unsubscribe_url"]);
  });
}
