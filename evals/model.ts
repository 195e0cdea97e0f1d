// Asks the language model about a case as production does: the same prompt, the same parsing, one call, within a budget.
import type OpenAI from "openai";
import { UsageError } from "../scripts/command-line.ts";
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import type { Failure, MarketData } from "../supabase/functions/_shared/filter-runtime/schema.ts";
import { knownSecrets } from "../supabase/functions/_shared/scrub.ts";
import {
  askModel,
  type ModelConfig,
  ModelError,
  readModelConfig,
  type RepairRequest,
} from "../supabase/functions/regenerate-filter/model.ts";
import { openModelClient } from "../supabase/functions/regenerate-filter/model-client.ts";
import { ModelConfigError } from "../supabase/functions/_shared/model-config.ts";
import type { LoadedPrompt } from "../supabase/functions/regenerate-filter/prompt-source.ts";
import type { Case } from "./corpus.ts";
import { Spending } from "./spending.ts";

/** The failure that a case is repaired for, and the input it was seen on. */
export interface Found {
  error: Failure;
  input: MarketData;
}

/** What a call brought: code, or why there is none; and what it cost either way. */
export type CaseAnswer = { code: string; costUsd: number } | { code: null; failure: string; costUsd: number };

export interface CaseModel {
  /** As configured. */
  name: string;
  /** Asks once. Never throws; a call that could pass the limit of the spending is not made. */
  ask(one: Case, found: Found | undefined): Promise<CaseAnswer>;
}

/** The model that OPENAI_API_KEY and its fellows configure; a UsageError that names the variable when they do not. */
export function requireModelConfig(env: (name: string) => string | undefined): ModelConfig {
  try {
    const config = readModelConfig(env);
    if (config !== null) return config;
  } catch (error) {
    if (!(error instanceof ModelConfigError)) throw error;
    throw new UsageError(error.message);
  }
  throw new UsageError(
    "--model needs OPENAI_API_KEY, the key of the model's provider. Set it, or leave --model out",
  );
}

export function openModel(
  config: ModelConfig,
  options: {
    prompt: LoadedPrompt;
    maxUsd: number;
    env: (name: string) => string | undefined;
    wrapClient: (client: OpenAI) => OpenAI;
  },
): CaseModel {
  const client = options.wrapClient(openModelClient(config));
  const spending = new Spending(options.maxUsd);
  const secrets = knownSecrets(options.env);
  const prompts = { load: () => Promise.resolve(options.prompt) };
  return {
    name: config.model,
    ask: async (one, found) => {
      const call = spending.open();
      try {
        const answer = await askModel(requestFor(one, found), {
          config,
          client,
          // It may wait for money before its own time limit begins.
          signal: new AbortController().signal,
          reserve: (worstUsd) => call.reserve(worstUsd),
          prompts,
          secrets,
        });
        const costUsd = call.settle(answer.costUsd);
        const code = one.component === "series" ? answer.seriesCode : answer.code;
        return code === undefined
          ? { code: null, failure: "the model answered no series code", costUsd }
          : { code, costUsd };
      } catch (error) {
        return { code: null, failure: failureOf(error), costUsd: call.settle(usageOf(error)?.costUsd) };
      }
    },
  };
}

function failureOf(error: unknown): string {
  return error instanceof ModelError ? `${error.reason}: ${error.message}` : messageOf(error);
}

function usageOf(error: unknown): ModelError["usage"] {
  return error instanceof ModelError ? error.usage : undefined;
}

/** Of a case the model learns what it would of a trader: neither its name nor its class, which say what is wrong with it. */
function requestFor({ code, component }: Case, found: Found | undefined): RepairRequest {
  const { line, column = 1, source, explanation, values = [] } = found?.error ?? {};
  const statement = line === undefined || source === undefined ? undefined : { line, column, source, values };
  return {
    traderName: "Evaluation",
    strategy: "Not stated: the code says it all.",
    component,
    ...(component === "filter" ? { code } : { code: "return true", seriesCode: code }),
    error: {
      type: found?.error.class ?? "unknown",
      message: found?.error.message ?? "It gives no result.",
      ...(statement &&
        { statement: { ...statement, ...(explanation === undefined ? {} : { explanation }) } }),
    },
    inputShape: found === undefined ? "Any." : shapeOf(found.input),
    earlier: [],
  };
}

function shapeOf({ symbol, klines }: MarketData): string {
  const shapes = Object.entries(klines).map(([timeframe, candles]) =>
    `${timeframe} ${candles.length} candles`
  );
  return `${symbol}: ${shapes.join(", ") || "no candles"}`;
}
