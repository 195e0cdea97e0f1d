import assert from "node:assert/strict";
import OpenAI from "openai";
import { ModelServer, type ModelStep } from "../../../tests/support/model-server.ts";
import { repairRequest } from "../../../tests/support/repair-request.ts";
import { openTracing } from "../_shared/tracing.ts";
import { askModel, type AskOptions, type ModelConfig, ModelError } from "./model.ts";
import { committedPrompt, openPromptSource } from "./prompt-source.ts";

const GOOD: ModelStep = {
  kind: "answer",
  answer: { filter_code: "```go\nreturn false\n```", confidence: 0.8 },
};

function optionsFor(server: ModelServer, config: Partial<ModelConfig> = {}): AskOptions {
  return {
    config: {
      apiKey: "gateway-key-1",
      model: "gpt-5.4-mini",
      timeoutMs: 10_000,
      maxOutputTokens: 4_000,
      price: { inputPerMillion: 1, outputPerMillion: 10 },
      ...config,
    },
    client: new OpenAI({ apiKey: "gateway-key-1", baseURL: server.openaiUrl }),
    prompts: { load: () => Promise.resolve(committedPrompt) },
    signal: new AbortController().signal,
    reserve: () => Promise.resolve(),
    secrets: [],
  };
}

Deno.test("askModel sets the worst case aside before it calls, and does not call when that is refused", async () => {
  await using server = new ModelServer({ model: [GOOD] });
  const worst: number[] = [];
  const answer = await askModel(repairRequest(), {
    ...optionsFor(server),
    reserve: (usd) => Promise.resolve(void worst.push(usd)),
  });
  assert.ok((worst[0] ?? 0) > answer.costUsd);
  const refused = new Error("the cap is reached");
  const options = { ...optionsFor(server), reserve: () => Promise.reject(refused) };
  await assert.rejects(askModel(repairRequest(), options), refused);
  assert.equal(server.calls.length, 1);
});

Deno.test("askModel returns the answer with its cost, model and prompt version", async () => {
  await using server = new ModelServer({ model: [GOOD] });
  assert.deepEqual(await askModel(repairRequest(), optionsFor(server)), {
    code: "return false",
    rootCause: "An indicator was nil.",
    explanation: "It now waits for enough candles.",
    whatChanged: ["Added a nil check"],
    confidence: 0.8,
    model: "scripted-model",
    promptVersion: committedPrompt.version,
    inputTokens: 1_000,
    outputTokens: 200,
    costUsd: 0.003,
  });
});

Deno.test("askModel sends the configured model, limits and a strict schema, and no temperature unless it is set", async () => {
  await using server = new ModelServer({ model: [GOOD] });
  await askModel(repairRequest(), optionsFor(server));
  await askModel(repairRequest(), optionsFor(server, { temperature: 0 }));
  const [first, second] = server.calls.map((call) => call.body);
  assert.equal(first?.model, "gpt-5.4-mini");
  assert.equal(first?.["max_completion_tokens"], 4_000);
  assert.ok(first && !("temperature" in first));
  assert.equal(second?.["temperature"], 0);
  assert.deepEqual(Object.keys(first), ["model", "messages", "response_format", "max_completion_tokens"]);
  assert.deepEqual(first.messages.map((message) => message.role), ["system", "user"]);
});

interface Failure {
  step: ModelStep;
  reason: string;
  retryable: boolean;
  retryAfterSeconds?: number;
  /** Whether the provider said what it billed. */
  billed?: true | "nobody knows";
}

const soon = new Date(Date.now() + 30_000).toUTCString();
const FAILURES: Record<string, Failure> = {
  "a refusal": { step: { kind: "refusal" }, reason: "llm_refused", retryable: false, billed: true },
  "filtered content": {
    step: { kind: "content", content: "", finishReason: "content_filter" },
    reason: "llm_refused",
    retryable: false,
    billed: true,
  },
  "a prompt that a filter stops": {
    step: { kind: "status", status: 400, code: "content_filter" },
    reason: "llm_refused",
    retryable: false,
  },
  "a truncated answer": {
    step: { kind: "truncated", answer: { filter_code: "return false" } },
    reason: "llm_truncated",
    retryable: false,
    billed: true,
  },
  "broken JSON": {
    step: { kind: "content", content: `{"filter_code": "retu` },
    reason: "llm_invalid_answer",
    retryable: true,
    billed: true,
  },
  "an empty answer": {
    step: { kind: "content", content: " \n" },
    reason: "llm_empty",
    retryable: true,
    billed: true,
  },
  "no content": {
    step: { kind: "content", content: null },
    reason: "llm_empty",
    retryable: true,
    billed: true,
  },
  "429 with Retry-After": {
    step: { kind: "status", status: 429, headers: { "retry-after": "7" } },
    reason: "llm_rate_limited",
    retryable: true,
    retryAfterSeconds: 7,
  },
  "429 without Retry-After": {
    step: { kind: "status", status: 429 },
    reason: "llm_rate_limited",
    retryable: true,
  },
  "an empty account": {
    step: { kind: "status", status: 429, code: "insufficient_quota" },
    reason: "llm_unavailable",
    retryable: false,
  },
  "a wrong key": { step: { kind: "status", status: 401 }, reason: "llm_unavailable", retryable: false },
  "an unknown model": { step: { kind: "status", status: 404 }, reason: "llm_unavailable", retryable: false },
  "500": { step: { kind: "status", status: 500 }, reason: "llm_unavailable", retryable: true },
  "503": { step: { kind: "status", status: 503 }, reason: "llm_unavailable", retryable: true },
  "a cut connection": {
    step: { kind: "cut" },
    reason: "llm_unavailable",
    retryable: true,
    billed: "nobody knows",
  },
  "an error inside 200": {
    step: { kind: "body", body: { error: { code: 429, message: "slow down" } } },
    reason: "llm_rate_limited",
    retryable: true,
  },
  "what is not a completion": {
    step: { kind: "body", body: { ok: true } },
    reason: "llm_unavailable",
    retryable: false,
    billed: "nobody knows",
  },
};

for (const [name, { step, billed, ...expected }] of Object.entries(FAILURES)) {
  Deno.test(`askModel turns ${name} into ${expected.reason}, after one call alone`, async () => {
    await using server = new ModelServer({ model: [step] });
    const error = await failure(askModel(repairRequest(), optionsFor(server)));
    const { reason, retryable, retryAfterSeconds } = error;
    assert.deepEqual(
      { reason, retryable, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
      expected,
    );
    // A call that was refused is known to cost nothing.
    const nothing = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
    const all = { inputTokens: 1_000, outputTokens: 200, costUsd: 0.003 };
    assert.deepEqual(error.usage, billed === "nobody knows" ? undefined : billed ? all : nothing);
    assert.equal(server.calls.length, 1);
    assert.ok(!error.message.includes("gateway-key-1") && !error.message.includes("scripted"));
  });
}

Deno.test("askModel reads a Retry-After that is a date", async () => {
  await using server = new ModelServer({
    model: [{ kind: "status", status: 429, headers: { "retry-after": soon } }],
  });
  const { retryAfterSeconds = 0 } = await failure(askModel(repairRequest(), optionsFor(server)));
  assert.ok(retryAfterSeconds > 0 && retryAfterSeconds <= 31, String(retryAfterSeconds));
});

for (const step of [{ kind: "slow", ms: 60_000, then: GOOD }, { kind: "stalled" }] satisfies ModelStep[]) {
  Deno.test(`askModel gives up on a ${step.kind} model at its limit`, async () => {
    await using server = new ModelServer({ model: [step] });
    const error = await failure(askModel(repairRequest(), optionsFor(server, { timeoutMs: 150 })));
    assert.deepEqual([error.reason, error.retryable, error.usage], ["llm_timeout", true, undefined]);
  });

  Deno.test(`askModel stops waiting for a ${step.kind} model when its caller does`, async () => {
    await using server = new ModelServer({ model: [step] });
    const stop = new AbortController();
    const asked = failure(askModel(repairRequest(), { ...optionsFor(server), signal: stop.signal }));
    setTimeout(() => stop.abort(), 100);
    assert.equal((await asked).reason, "llm_timeout");
  });
}

Deno.test("askModel calls nobody when it is stopped before it starts", async () => {
  await using server = new ModelServer({ model: [GOOD] });
  const error = await failure(
    askModel(repairRequest(), { ...optionsFor(server), signal: AbortSignal.abort() }),
  );
  assert.equal(error.reason, "llm_timeout");
  assert.equal(server.calls.length, 0);
});

Deno.test("askModel charges the worst case where a gateway does not say what was used", async () => {
  await using server = new ModelServer({ model: [GOOD], usage: null });
  const { inputTokens, outputTokens, costUsd } = await askModel(repairRequest(), optionsFor(server));
  const sent = server.calls[0]?.body.messages.map((message) => message.content).join("\n") ?? "";
  // The answer's schema is sent along and billed.
  assert.ok(inputTokens > new TextEncoder().encode(sent).length);
  assert.equal(outputTokens, 4_000);
  assert.equal(costUsd, (inputTokens + 40_000) / 1_000_000);
});

Deno.test("a traced call records prompt and answer under its step, with the version of Braintrust's prompt", async () => {
  const messages = [{ role: "user", content: "{{strategy}}{{code}}{{error}}{{input_shape}}" }];
  await using server = new ModelServer({
    model: [GOOD],
    braintrust: { prompt: { version: "42", messages } },
  });
  const { options, tracing } = tracedOptions(server);
  const answer = await tracing.attempt(
    {},
    (trace) => trace.span("llm", () => askModel(repairRequest(), options)),
  );
  await tracing.flush();
  assert.equal(answer.promptVersion, "braintrust:42");

  const spans = server.braintrust.spans();
  const step = spans.find((span) => span.name === "llm");
  const call = spans.find((span) => span.parent === "llm");
  assert.deepEqual(step?.output, answer);
  assert.deepEqual(call?.input, server.calls[0]?.body.messages);
  assert.deepEqual([call?.metrics["prompt_tokens"], call?.metrics["completion_tokens"]], [1_000, 200]);
});

Deno.test("a failed traced call keeps its reason, and nothing secret reaches the model or Braintrust", async () => {
  await using server = new ModelServer({ model: [{ kind: "status", status: 500 }] });
  const { options, tracing } = tracedOptions(server);
  const request = repairRequest({
    strategy: "call sk-proj-abcdefghijklmnopqrst",
    code: "// gateway-key-1\nreturn false",
  });
  const error = await failure(
    tracing.attempt({}, (trace) => trace.span("llm", () => askModel(request, options))),
  );
  await tracing.flush();
  assert.equal(error.reason, "llm_unavailable");
  assert.ok(server.braintrust.spans().find((span) => span.name === "llm")?.error);
  const received = server.bodies.join("\n");
  assert.ok(received.includes("untrusted_strategy"));
  for (const secret of ["sk-proj-abc", "gateway-key-1", "bt-key-for-tests"]) {
    assert.ok(!received.includes(secret), secret);
  }
});

function tracedOptions(
  server: ModelServer,
): { options: AskOptions; tracing: ReturnType<typeof openTracing> } {
  const values: Record<string, string> = {
    BRAINTRUST_API_KEY: "bt-key-for-tests",
    BRAINTRUST_APP_URL: server.url,
    OPENAI_API_KEY: "gateway-key-1",
  };
  const env = (name: string): string | undefined => values[name];
  const tracing = openTracing(env);
  const options = optionsFor(server);
  return {
    tracing,
    options: {
      ...options,
      client: tracing.wrapClient(options.client),
      prompts: openPromptSource(env, { onUnavailable: () => {} }),
      secrets: ["gateway-key-1", "bt-key-for-tests"],
    },
  };
}

async function failure(work: Promise<unknown>): Promise<ModelError> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof ModelError, `not a ModelError: ${error}`);
  return error;
}
