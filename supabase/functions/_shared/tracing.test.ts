import assert from "node:assert/strict";
import OpenAI from "openai";
import { ModelServer } from "../../../local/model-server/model-server.ts";
import { openTracing, type Tracing, type TracingOptions } from "./tracing.ts";

const SECRET = "sk-test-braintrust-0123456789abcdef";

function tracingTo(server: { url: string }, options: TracingOptions = {}): Tracing {
  const values: Record<string, string> = { BRAINTRUST_API_KEY: SECRET, BRAINTRUST_APP_URL: server.url };
  return openTracing((name) => values[name], options);
}

Deno.test("an attempt arrives in Braintrust as one trace with its steps, what went in and what came out", async () => {
  await using server = new ModelServer();
  const tracing = tracingTo(server);
  const result = await tracing.attempt({ trader: "t1", fingerprint: "f1" }, async (trace) => {
    const found = await trace.span("reproduce", () => Promise.resolve({ reproduced: true }), {
      symbol: "NEWUSDT",
    });
    await trace.span("validate", () => Promise.resolve("validated"));
    trace.record({ metadata: { cost_usd: 0.01 } });
    return found;
  });
  await tracing.flush();

  assert.deepEqual(result, { reproduced: true });
  const [attempt, reproduce, validate, ...others] = server.braintrust.spans();
  assert.equal(others.length, 0);
  assert.deepEqual([attempt?.name, attempt?.parent], ["repair attempt", null]);
  assert.deepEqual(attempt?.metadata, { trader: "t1", fingerprint: "f1", cost_usd: 0.01 });
  assert.deepEqual([reproduce?.name, reproduce?.parent], ["reproduce", "repair attempt"]);
  assert.deepEqual([reproduce?.input, reproduce?.output], [{ symbol: "NEWUSDT" }, { reproduced: true }]);
  assert.deepEqual([validate?.name, validate?.output], ["validate", "validated"]);
  assert.deepEqual(
    new Set([attempt, reproduce, validate].map((span) => [span?.trace, span?.ended].join())).size,
    1,
  );
  assert.ok(attempt?.ended);
});

Deno.test("a step that throws is recorded with its error, and the caller gets that error itself", async () => {
  await using server = new ModelServer();
  const tracing = tracingTo(server);
  const failure = new Error(`refused key ${SECRET}`);
  await assert.rejects(
    tracing.attempt({}, (trace) => trace.span("llm", () => Promise.reject(failure))),
    (error) => error === failure,
  );
  await tracing.flush();
  assert.deepEqual(server.braintrust.spans().map(({ name, error }) => [name, error]), [
    ["repair attempt", "refused key [redacted]"],
    ["llm", "refused key [redacted]"],
  ]);
});

Deno.test("nothing secret reaches Braintrust, neither in inputs, outputs, metadata, errors nor model calls", async () => {
  await using server = new ModelServer({ model: [{ kind: "status", status: 401, code: "invalid_api_key" }] });
  const tracing = tracingTo(server);
  const openai = new OpenAI({ apiKey: "gateway-key", baseURL: server.openaiUrl, maxRetries: 0 });
  const client = tracing.wrapClient(openai);
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
  await tracing.attempt({ url: "postgres://app:hunter2@db/x" }, async (trace) => {
    await trace.span(
      "llm",
      () =>
        client.chat.completions.create({ model: "m", messages: [{ role: "user", content: `see ${jwt}` }] }),
      { apikey: "plain" },
    )
      .catch(() => {});
    return `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`;
  });
  await tracing.flush();
  const logged = JSON.stringify(server.braintrust.rows);
  assert.match(logged, /Chat Completion/);
  for (const secret of ["hunter2", jwt, "whsec_M", "plain", "gateway-key", SECRET]) {
    assert.ok(!logged.includes(secret), secret);
  }
});

Deno.test("calls of a wrapped client appear under the step that makes them, also for attempts at the same time", async () => {
  await using server = new ModelServer({ model: [{ kind: "content", content: "hello" }] });
  const tracing = tracingTo(server);
  const client = tracing.wrapClient(new OpenAI({ apiKey: "k", baseURL: server.openaiUrl, maxRetries: 0 }));
  const ask = (content: string) => () =>
    client.chat.completions.create({ model: "m", messages: [{ role: "user", content }] });
  await Promise.all(
    ["a", "b"].map((name) => tracing.attempt({ name }, (trace) => trace.span(name, ask(name)))),
  );
  await tracing.flush();

  const spans = server.braintrust.spans();
  for (const name of ["a", "b"]) {
    const step = spans.find((span) => span.name === name);
    const call = spans.find((span) => span.parent === name);
    assert.equal(call?.name, "Chat Completion");
    assert.equal(call?.trace, step?.trace);
    assert.deepEqual(call?.input, [{ role: "user", content: name }]);
    assert.equal(call?.metrics["prompt_tokens"], 1_000);
  }
  assert.equal(new Set(spans.map((span) => span.trace)).size, 2);
});

Deno.test("the permalink leads to the trace in its organisation and project", async () => {
  await using server = new ModelServer();
  const tracing = tracingTo(server);
  const link = await tracing.attempt({}, (trace) => trace.permalink());
  await tracing.flush();
  const url = new URL(link ?? "");
  assert.equal(url.origin + url.pathname, `${server.url}/app/test-org/object`);
  assert.equal(url.searchParams.get("id"), server.braintrust.rows[0]?.id);
});

Deno.test("an attempt's id is that of the row its trace begins with", async () => {
  await using server = new ModelServer();
  const tracing = tracingTo(server);
  const id = await tracing.attempt({}, (trace) => Promise.resolve(trace.id));
  await tracing.flush();
  const [attempt] = server.braintrust.rows;
  assert.ok(id);
  assert.equal(id, attempt?.id);
});

Deno.test("without a key everything works and nothing is sent", async () => {
  await using server = new ModelServer();
  const tracing = openTracing((name) => name === "BRAINTRUST_APP_URL" ? server.url : undefined);
  const client = new OpenAI({ apiKey: "k" });
  assert.equal(tracing.wrapClient(client), client);
  const result = await tracing.attempt({}, async (trace) => {
    trace.record({ metadata: { a: 1 } });
    return [await trace.span("rules", () => Promise.resolve(1)), await trace.permalink(), trace.id];
  });
  await tracing.flush();
  await tracing.feedback({ traceId: "t1", verdict: "accepted", reason: null, edited: false });
  assert.deepEqual(result, [1, null, null]);
  assert.deepEqual(server.bodies, []);
});

Deno.test("what cannot be recorded does not stop the attempt", async () => {
  await using server = new ModelServer();
  const tracing = tracingTo(server, { onUnavailable: () => {} });
  const circular: Record<string, unknown> = { big: 1n };
  circular["self"] = circular;
  const result = await tracing.attempt(
    circular,
    (trace) => trace.span("rules", () => Promise.resolve(circular), circular),
  );
  await tracing.flush();
  assert.equal(result, circular);
});

const DEAD: Record<string, { status?: number; delayMs?: number; closed?: true }> = {
  "refuses the key": { status: 401 },
  "answers 503": { status: 503 },
  "does not answer": { delayMs: 60_000 },
  "cannot be reached": { closed: true },
};

for (const [name, { closed, ...braintrust }] of Object.entries(DEAD)) {
  // Whether a hanging one takes the trace is not known until its time limit.
  const isHanging = braintrust.delayMs !== undefined;
  // The SDK goes on retrying behind the test's back; in a function its isolate ends with it.
  Deno.test({
    name: `a Braintrust that ${name} is reported once and costs no attempt its result, nor much time`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const server = new ModelServer({ braintrust });
      const url = server.url;
      if (closed) await server[Symbol.asyncDispose]();
      const reports: string[] = [];
      const tracing = tracingTo({ url }, { onUnavailable: (message) => reports.push(message) });
      const start = performance.now();
      for (const value of [1, 2]) {
        const result = await tracing.attempt({}, async (trace) => {
          assert.equal(await trace.permalink(), null);
          if (!isHanging) assert.equal(trace.id, null);
          return await trace.span("rules", () => Promise.resolve(value));
        });
        assert.equal(result, value);
        await tracing.flush();
      }
      const elapsed = performance.now() - start;
      assert.equal(reports.length, 1);
      assert.match(reports[0] ?? "", /^Cannot send traces to http/);
      assert.ok(!reports[0]?.includes(SECRET));
      assert.ok(elapsed < 4_500, `took ${elapsed} ms`);
      if (!closed) await server[Symbol.asyncDispose]();
    },
  });
}

Deno.test({
  name: "a Braintrust that comes back is used again after a minute",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await using server = new ModelServer({ braintrust: { status: 503 } });
    let now = 0;
    const tracing = tracingTo(server, { onUnavailable: () => {}, now: () => now });
    const attempt = async (name: string): Promise<void> => {
      await tracing.attempt({}, (trace) => trace.span(name, () => trace.permalink()));
      await tracing.flush();
    };
    await attempt("down");
    server.braintrust.script = {};
    await attempt("set aside");
    now = 60_000;
    await attempt("back");
    assert.deepEqual(server.braintrust.spans().map((span) => span.name), ["repair attempt", "back"]);
  },
});
