// What models cost, in US dollars per million tokens: OpenAI's at developers.openai.com/api/docs/pricing, Anthropic's at
// platform.claude.com/docs/en/about-claude/pricing, both as of November 2026. A cost computed here is never less than the bill: discounts
// (cached input, batches) are left out, what the newer models of OpenAI add for writing the cache is in, and prompts are too short
// (see LIMITS of untrusted.ts) for what makers add above 272,000 tokens.

export interface Price {
  inputPerMillion: number;
  outputPerMillion: number;
}

export interface Usage {
  inputTokens: number;
  /** Reasoning included, as it is billed. */
  outputTokens: number;
}

const PRICES = new Map<string, readonly [input: number, output: number]>([
  // Until 14 January 2027.
  ["gpt-4.1", [2, 8]],
  ["gpt-4.1-mini", [0.4, 1.6]],
  ["gpt-4o", [2.5, 10]],
  ["gpt-4o-mini", [0.15, 0.6]],
  // Until 11 December 2026.
  ["gpt-5", [1.25, 10]],
  ["gpt-5-mini", [0.25, 2]],
  ["gpt-5.2", [1.75, 14]],
  ["gpt-5.4", [2.5, 15]],
  ["gpt-5.4-mini", [0.75, 4.5]],
  // Until 1 April 2027.
  ["gpt-5.4-nano", [0.2, 1.25]],
  ["gpt-5.5", [5, 30]],
  // Input at 1.25 times its price: all of it may be written to the cache.
  ["gpt-6-luna", [0.125, 0.5]],
  ["gpt-6-sol", [2.5, 10]],
  ["gpt-6.1-sol", [2.5, 10]],
  ["claude-haiku-4-5", [1, 5]],
  // Until 30 November 2026.
  ["claude-sonnet-4-5", [3, 15]],
  ["claude-sonnet-4-6", [3, 15]],
  ["claude-sonnet-5", [2, 10]],
  ["claude-sonnet-5-5", [2, 10]],
  ["claude-opus-5", [5, 25]],
  ["claude-opus-5-5", [4, 20]],
]);

/**
 * The price of `model`, or null if it is not in the table. A gateway's prefix (`openai/gpt-5.4`) and a snapshot's date
 * (`gpt-4o-2024-08-06`) make no difference; any other suffix may be priced otherwise, so it does.
 */
export function priceOf(model: string): Price | null {
  const name = model.replace(/^(?:openai|anthropic)\//, "").replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8})$/, "");
  const entry = PRICES.get(name.startsWith("claude-") ? name.replaceAll(".", "-") : name);
  return entry === undefined ? null : { inputPerMillion: entry[0], outputPerMillion: entry[1] };
}

/** The cost of `usage`, in dollars. */
export function costUsd(usage: Usage, price: Price): number {
  return (usage.inputTokens * price.inputPerMillion + usage.outputTokens * price.outputPerMillion) /
    1_000_000;
}

/** The most that a call with `promptText` can use: no tokenizer makes more tokens than there are bytes. */
export function worstCaseUsage(promptText: string, maxOutputTokens: number): Usage {
  return { inputTokens: new TextEncoder().encode(promptText).length, outputTokens: maxOutputTokens };
}
