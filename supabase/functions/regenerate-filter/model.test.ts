import assert from "node:assert/strict";
import { ModelServer, type ModelStep } from "../../../local/model-server/model-server.ts";
import { askOptions, repairRequest } from "../../../tests/support/repair-request.ts";
import { openTracing } from "../_shared/tracing.ts";
import { askModel, type AskOptions, type ModelConfig, ModelError } from "./model.ts";
import { committedPrompt, openPromptSource } from "./prompt-source.ts";

const GOOD: ModelStep = {
  kind: "answer",
  answer: { filter_code: "```go\nreturn false\n```", confidence: 0.8 },
};

function optionsFor(server: ModelServer, config: Partial<ModelConfig> = {}): AskOptions {
  return askOptions(server.openaiUrl, config);
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

for (
  const [name, usage] of Object.entries({
    "negative": { prompt_tokens: -1_000, completion_tokens: -200 },
    "of no input": { prompt_tokens: 0, completion_tokens: 0 },
    "in parts of a token": { prompt_tokens: 0.5, completion_tokens: 0.5 },
    "far above what the call can use": { prompt_tokens: 9e15, completion_tokens: 9e15 },
  })
) {
  Deno.test(`askModel charges the worst case, and no more, for a usage ${name}`, async () => {
    await using server = new ModelServer({ model: [GOOD], usage });
    let reserved = 0;
    const answer = await askModel(repairRequest(), {
      ...optionsFor(server),
      reserve: (usd) => Promise.resolve(void (reserved = usd)),
    });
    assert.equal(answer.costUsd, reserved);
    assert.equal(answer.outputTokens, 4_000);
  });
}

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
