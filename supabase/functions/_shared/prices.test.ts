import assert from "node:assert/strict";
import { costUsd, priceOf, worstCaseUsage } from "./prices.ts";

Deno.test("priceOf knows a model behind a gateway's prefix and by a snapshot's date", () => {
  const mini = { inputPerMillion: 0.15, outputPerMillion: 0.6 };
  for (const name of ["gpt-4o-mini", "openai/gpt-4o-mini", "gpt-4o-mini-2024-07-18"]) {
    assert.deepEqual(priceOf(name), mini);
  }
  assert.deepEqual(priceOf("anthropic/claude-haiku-4.5"), priceOf("claude-haiku-4-5-20251001"));
});

Deno.test("priceOf knows nothing of variants that may be priced otherwise, nor of names on every object", () => {
  for (const name of ["gpt-4o-mini:nitro", "azure/gpt-4o", "gpt-4o-mini-search-preview", "", "constructor"]) {
    assert.equal(priceOf(name), null, name);
  }
});

Deno.test("priceOf prices input at what writing it to the cache costs, where makers charge that unasked", () => {
  assert.deepEqual(priceOf("openai/gpt-6.1-sol"), { inputPerMillion: 2.5, outputPerMillion: 10 });
});

Deno.test("costUsd counts input and output at their prices per million", () => {
  assert.equal(
    costUsd({ inputTokens: 200_000, outputTokens: 100_000 }, { inputPerMillion: 2, outputPerMillion: 8 }),
    1.2,
  );
});

Deno.test("worstCaseUsage counts bytes, not characters", () => {
  assert.deepEqual(worstCaseUsage("né€", 10), { inputTokens: 6, outputTokens: 10 });
});
