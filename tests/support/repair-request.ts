import OpenAI from "openai";
import type { AskOptions, ModelConfig } from "../../supabase/functions/regenerate-filter/model.ts";
import { committedPrompt } from "../../supabase/functions/regenerate-filter/prompt-source.ts";
import type { RepairRequest } from "../../supabase/functions/regenerate-filter/repair-request.ts";

/** A true-to-life request: an average that is nil on a newly listed symbol. */
export function repairRequest(changes: Partial<RepairRequest> = {}): RepairRequest {
  return {
    traderName: "Golden cross",
    strategy: "Tell me when the fast average rises above the slow one on the 5 minute chart.",
    component: "filter",
    code:
      `k := data.Klines["5m"]\nfast := indicators.CalculateMA(k, 9)\nslow := indicators.CalculateMA(k, 50)\nreturn *fast > *slow`,
    error: {
      type: "runtime",
      message: "panic: reflect: call of reflect.Value.Float on zero Value",
      stack: "goroutine 1 [running]:\ninterp.runCfg(...)",
      statement: {
        line: 4,
        column: 1,
        source: "return *fast > *slow",
        explanation: "A value was used that does not exist.",
        values: [{ name: "fast", value: "101.5" }, { name: "slow", value: "nil" }],
      },
    },
    inputShape: "NEWUSDT: 5m 10 candles",
    earlier: [],
    ...changes,
  };
}

/** How to ask a model at this address: with the committed prompt, for 1 dollar a million tokens in and 10 out, and no limit to spending. */
export function askOptions(openaiUrl: string, config: Partial<ModelConfig> = {}): AskOptions {
  const apiKey = config.apiKey ?? "gateway-key-1";
  return {
    config: {
      apiKey,
      model: "gpt-5.4-mini",
      timeoutMs: 10_000,
      maxOutputTokens: 4_000,
      price: { inputPerMillion: 1, outputPerMillion: 10 },
      ...config,
    },
    client: new OpenAI({ apiKey, baseURL: openaiUrl, maxRetries: 0 }),
    prompts: { load: () => Promise.resolve(committedPrompt) },
    signal: new AbortController().signal,
    reserve: () => Promise.resolve(),
    secrets: [],
  };
}
