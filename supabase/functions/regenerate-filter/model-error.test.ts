// What comes instead of an answer: its reason, whether asking again makes sense, and what was billed.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { ModelServer, type ModelStep } from "../../../local/model-server/model-server.ts";
import { askOptions, repairRequest } from "../../../tests/support/repair-request.ts";
import { askModel, ModelError } from "./model.ts";

interface Failure {
  step: ModelStep;
  reason: string;
  retryable: boolean;
  retryAfterSeconds?: number;
  /** Whether the provider said what it billed. */
  billed?: true | "nobody knows";
}

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
  "an answer of a megabyte": {
    step: { kind: "content", content: "x".repeat(1024 * 1024) },
    reason: "llm_oversized",
    retryable: true,
    billed: true,
  },
  "an answer of the wrong shape": {
    step: { kind: "content", content: `{"verdict":"validated"}` },
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
  "a gateway's time-out": {
    step: { kind: "status", status: 504 },
    reason: "llm_timeout",
    retryable: true,
    billed: "nobody knows",
  },
  "a code that quotes the key": {
    step: { kind: "status", status: 401, code: "gateway-key-1 is no key" },
    reason: "llm_unavailable",
    retryable: false,
  },
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
    const error = await failure(askModel(repairRequest(), askOptions(server.openaiUrl)));
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
  const soon = new Date(Date.now() + 30_000).toUTCString();
  await using server = new ModelServer({
    model: [{ kind: "status", status: 429, headers: { "retry-after": soon } }],
  });
  const { retryAfterSeconds = 0 } = await failure(askModel(repairRequest(), askOptions(server.openaiUrl)));
  assert.ok(retryAfterSeconds > 0 && retryAfterSeconds <= 31, String(retryAfterSeconds));
});

Deno.test("no failure's message holds the key or the prompt, even where the address of the gateway holds them", async () => {
  await using server = new ModelServer();
  const { host } = new URL(server.url);
  const baseURL = `http://user:gateway-key-1@${host.replace(/\d+$/, "9")}/gateway-key-1`;
  const client = new OpenAI({ apiKey: "gateway-key-1", baseURL, maxRetries: 0 });
  const error = await failure(
    askModel(repairRequest(), { ...askOptions(server.openaiUrl), client, secrets: ["gateway-key-1"] }),
  );
  assert.equal(error.reason, "llm_unavailable");
  assert.doesNotMatch(error.message, /gateway-key-1|Golden cross|untrusted_/);
});

async function failure(work: Promise<unknown>): Promise<ModelError> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof ModelError, `not a ModelError: ${error}`);
  return error;
}
