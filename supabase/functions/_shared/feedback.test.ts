import assert from "node:assert/strict";
import type { BraintrustScript } from "../../../local/model-server/braintrust-protocol.ts";
import { ModelServer } from "../../../local/model-server/model-server.ts";
import { type Feedback, openTracing, type Tracing } from "./tracing.ts";

const SECRET = "sk-test-braintrust-0123456789abcdef";
const ACCEPTED: Feedback = { traceId: "row-1", verdict: "accepted", reason: null, edited: false };

function tracingTo(url: string): Tracing {
  const values: Record<string, string> = { BRAINTRUST_API_KEY: SECRET, BRAINTRUST_APP_URL: url };
  return openTracing((name) => values[name], { onUnavailable: () => {} });
}

const VERDICTS = { accepted: 1, rejected: 0, rolled_back: 0 };
for (const verdict of ["accepted", "rejected", "rolled_back"] as const) {
  Deno.test(`feedback that a fix was ${verdict} scores its trace ${VERDICTS[verdict]} and says so`, async () => {
    await using server = new ModelServer();
    const tracing = tracingTo(server.url);
    const traceId = await tracing.attempt({}, (trace) => Promise.resolve(trace.id)) ?? "";
    await tracing.flush();

    await tracing.feedback({ traceId, verdict, reason: null, edited: true });
    assert.equal(server.braintrust.spans()[0]?.name, "repair attempt");
    assert.deepEqual(server.braintrust.feedback(), [{
      row: traceId,
      scores: { accepted: VERDICTS[verdict] },
      comment: undefined,
      source: "external",
      metadata: { verdict, edited: true },
    }]);
  });
}

Deno.test("the owner's reason arrives as a comment on the trace, without secrets", async () => {
  await using server = new ModelServer();
  const reason = `It used ${SECRET} and postgres://app:hunter2@db/x`;
  await tracingTo(server.url).feedback({ ...ACCEPTED, verdict: "rejected", reason });
  const [score, comment, ...others] = server.braintrust.feedback();
  assert.equal(others.length, 0);
  assert.deepEqual([score?.row, comment?.row], ["row-1", "row-1"]);
  assert.deepEqual(comment?.comment, { text: "It used [redacted] and postgres://app:[redacted]@db/x" });
});

// The SDK goes on retrying behind the test's back; in a function its isolate ends with it.
const unsanitized = { sanitizeOps: false, sanitizeResources: false };

Deno.test("feedback is sent though the attempts' own connection was set aside", unsanitized, async () => {
  await using server = new ModelServer({ braintrust: { status: 401 } });
  const tracing = tracingTo(server.url);
  await tracing.attempt({}, (trace) => trace.permalink());
  server.braintrust.script = {};
  await tracing.feedback(ACCEPTED);
  assert.equal(server.braintrust.feedback().length, 1);
});

const DEAD: Record<string, BraintrustScript & { closed?: true }> = {
  "refuses the key": { status: 401 },
  "answers 503": { status: 503 },
  "does not answer": { delayMs: 60_000 },
  "knows the project and then does not take the rows": { refuseLogs: 500 },
  "cannot be reached": { closed: true },
};

for (const [name, { closed, ...braintrust }] of Object.entries(DEAD)) {
  Deno.test(`feedback to a Braintrust that ${name} throws, and tells no secret`, unsanitized, async () => {
    const server = new ModelServer({ braintrust });
    const url = server.url;
    if (closed) await server[Symbol.asyncDispose]();
    await assert.rejects(tracingTo(url).feedback(ACCEPTED), (error: Error) => {
      assert.match(error.message, /^Cannot send feedback to http/);
      return !error.message.includes(SECRET);
    });
    assert.deepEqual(server.braintrust.feedback(), []);
    if (!closed) await server[Symbol.asyncDispose]();
  });
}
