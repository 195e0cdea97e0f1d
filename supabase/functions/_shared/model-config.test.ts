import assert from "node:assert/strict";
import { type ModelConfig, ModelConfigError, readModelConfig } from "./model-config.ts";

function read(values: Record<string, string>): ModelConfig | null {
  return readModelConfig((name) => values[name]);
}

Deno.test("readModelConfig is null without a key, whatever else is set", () => {
  assert.equal(read({ OPENAI_MODEL: "no-such-model" }), null);
  assert.equal(read({ OPENAI_API_KEY: " " }), null);
});

Deno.test("readModelConfig fills in what is not set, and takes an empty variable as not set", () => {
  assert.deepEqual(read({ OPENAI_API_KEY: "k", OPENAI_BASE_URL: "", OPENAI_TEMPERATURE: "" }), {
    apiKey: "k",
    model: "gpt-5.4-mini",
    timeoutMs: 90_000,
    maxOutputTokens: 16_000,
    price: { inputPerMillion: 0.75, outputPerMillion: 4.5 },
  });
});

Deno.test("readModelConfig takes every setting from the environment", () => {
  const config = read({
    OPENAI_API_KEY: "k",
    OPENAI_BASE_URL: "https://openrouter.ai/api/v1",
    OPENAI_MODEL: "anthropic/claude-sonnet-4.5",
    OPENAI_TIMEOUT_MS: "30000",
    OPENAI_MAX_OUTPUT_TOKENS: "4000",
    OPENAI_TEMPERATURE: "0",
  });
  assert.deepEqual(config, {
    apiKey: "k",
    baseUrl: "https://openrouter.ai/api/v1",
    model: "anthropic/claude-sonnet-4.5",
    timeoutMs: 30_000,
    maxOutputTokens: 4_000,
    temperature: 0,
    price: { inputPerMillion: 3, outputPerMillion: 15 },
  });
});

Deno.test("readModelConfig refuses a model whose price nobody knows", () => {
  assert.throws(
    () => read({ OPENAI_API_KEY: "k", OPENAI_MODEL: "mystery-1" }),
    (error) =>
      error instanceof ModelConfigError &&
      /OPENAI_MODEL mystery-1.*OPENAI_PRICE_INPUT_PER_MTOK/.test(error.message),
  );
});

Deno.test("readModelConfig takes prices from the environment before its own, but never one alone", () => {
  const model = { OPENAI_API_KEY: "k", OPENAI_MODEL: "mystery-1", OPENAI_PRICE_INPUT_PER_MTOK: "0" };
  const config = read({ ...model, OPENAI_PRICE_OUTPUT_PER_MTOK: "2.5" });
  assert.deepEqual(config?.price, { inputPerMillion: 0, outputPerMillion: 2.5 });
  assert.throws(() => read(model), ModelConfigError);
  assert.throws(() => read({ ...model, OPENAI_MODEL: "gpt-5.4" }), ModelConfigError);
});

for (
  const [name, value] of [
    ["OPENAI_TIMEOUT_MS", "soon"],
    ["OPENAI_TIMEOUT_MS", "3600000"],
    ["OPENAI_MAX_OUTPUT_TOKENS", "-1"],
    ["OPENAI_TEMPERATURE", "3"],
    ["OPENAI_BASE_URL", "file:///etc/passwd"],
    ["OPENAI_PRICE_INPUT_PER_MTOK", "free"],
  ] as const
) {
  Deno.test(`readModelConfig names ${name} when it is ${value}`, () => {
    assert.throws(
      () => read({ OPENAI_API_KEY: "k", [name]: value }),
      (error) =>
        error instanceof ModelConfigError && error.message.includes(name) &&
        error.code === "llm_misconfigured",
    );
  });
}
