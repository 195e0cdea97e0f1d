// One call of the language model: a repair request in, a parsed answer with its cost out.
import type OpenAI from "openai";
import * as z from "zod";
import { env } from "../_shared/env.ts";
import { knownSecrets } from "../_shared/scrub.ts";
import { answerFormat, readAnswer, type RepairAnswer } from "./model-answer.ts";
import type { ModelConfig } from "../_shared/model-config.ts";
import { failedCall, failedStatus, ModelError, type ModelFailure } from "./model-error.ts";
import { costUsd, type Usage, worstCaseUsage } from "../_shared/prices.ts";
import { openPromptSource, type PromptSource } from "./prompt-source.ts";
import { type RenderedPrompt, renderPrompt } from "./prompt.ts";
import type { RepairRequest } from "./repair-request.ts";

export { type ModelConfig, readModelConfig } from "../_shared/model-config.ts";
export { ModelError } from "./model-error.ts";
export type { RepairRequest } from "./repair-request.ts";

export interface ModelAnswer extends RepairAnswer {
  /** As the provider names it. */
  model: string;
  promptVersion: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
}

export interface AskOptions {
  config: ModelConfig;
  /** Wrapped by tracing, if there is any. */
  client: OpenAI;
  signal: AbortSignal;
  /** Sets the most that the call may cost aside, in US dollars, before it is made; throws when it must not be made. */
  reserve: (worstUsd: number) => Promise<void>;
  /** The isolate's own by default. */
  prompts?: PromptSource;
  /** Removed from the prompt besides everything that looks like a secret; this deployment's by default. */
  secrets?: readonly string[];
}

// Compatible gateways differ in what they leave out, and some answer 200 with an error inside.
const completionSchema = z.object({
  model: z.string().optional(),
  choices: z.array(z.object({
    finish_reason: z.string().nullish(),
    message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
  })).min(1),
  usage: z.unknown().optional(),
});
const usageSchema = z.object({ prompt_tokens: z.int().min(1), completion_tokens: z.int().min(0) });
const errorInBodySchema = z.object({
  error: z.object({ code: z.union([z.number(), z.string()]).nullish() }),
});

type Completion = z.infer<typeof completionSchema>;

let promptsOfIsolate: PromptSource | undefined;

/**
 * Asks once; retrying is the queue's. Ends after `config.timeoutMs` or when `signal` aborts.
 * Throws ModelError for whatever comes instead of an answer, with what was billed where that is known.
 */
export async function askModel(request: RepairRequest, options: AskOptions): Promise<ModelAnswer> {
  const { prompts = promptsOfIsolate ??= openPromptSource(env), secrets = knownSecrets(env) } = options;
  const prompt = await renderPrompt(request, prompts, secrets);
  await options.reserve(costUsd(worstCase(prompt, options.config), options.config.price));
  const completion = await complete(prompt, options, secrets);
  const usage = billed(completion, prompt, options.config);
  return {
    ...answerOf(completion, request, usage),
    model: completion.model ?? options.config.model,
    promptVersion: prompt.version,
    ...usage,
  };
}

async function complete(
  prompt: RenderedPrompt,
  options: AskOptions,
  secrets: readonly string[],
): Promise<Completion> {
  const { config, client } = options;
  // The SDK's own limit ends with the headers; this one also covers a body that never ends.
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  const timer = setTimeout(abort, config.timeoutMs);
  options.signal.addEventListener("abort", abort);
  if (options.signal.aborted) abort();
  try {
    const body: unknown = await client.chat.completions.create({
      model: config.model,
      messages: prompt.messages,
      response_format: answerFormat,
      max_completion_tokens: config.maxOutputTokens,
      ...(config.temperature === undefined ? {} : { temperature: config.temperature }),
    }, { signal: stop.signal, timeout: config.timeoutMs, maxRetries: 0 });
    return readCompletion(body);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    if (!stop.signal.aborted) throw failedCall(error, secrets);
    const message = options.signal.aborted
      ? "The model call was stopped"
      : `No answer within ${config.timeoutMs} ms`;
    throw new ModelError("llm_timeout", message, { retryable: true, cause: error });
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
  }
}

function readCompletion(body: unknown): Completion {
  const parsed = completionSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const error = errorInBodySchema.safeParse(body);
  const status = error.success ? Number(error.data.error.code) : NaN;
  if (status >= 400) throw failedStatus(status);
  throw new ModelError(
    "llm_unavailable",
    "What answered is not a chat-completions API. Check OPENAI_BASE_URL",
    {
      retryable: false,
    },
  );
}

/** What the call cost. A gateway that does not say, or says what cannot be, is assumed to have used all that it could. */
function billed(
  completion: Completion,
  prompt: RenderedPrompt,
  config: ModelConfig,
): Usage & { costUsd: number } {
  const worst = worstCase(prompt, config);
  const { data } = usageSchema.safeParse(completion.usage);
  const usage: Usage = {
    inputTokens: Math.min(data?.prompt_tokens ?? Infinity, worst.inputTokens),
    outputTokens: Math.min(data?.completion_tokens ?? Infinity, worst.outputTokens),
  };
  return { ...usage, costUsd: costUsd(usage, config.price) };
}

function worstCase(prompt: RenderedPrompt, config: ModelConfig): Usage {
  return worstCaseUsage(JSON.stringify([prompt.messages, answerFormat]), config.maxOutputTokens);
}

/** The answer in `completion`, or what is wrong with it, with what it cost all the same. */
function answerOf(
  completion: Completion,
  request: RepairRequest,
  usage: Usage & { costUsd: number },
): RepairAnswer {
  const fail = (reason: ModelFailure, message: string): never => {
    // Asked again, a model refuses again and needs as many tokens again; the rest may come out otherwise.
    const retryable = reason !== "llm_refused" && reason !== "llm_truncated";
    throw new ModelError(reason, message, { retryable, usage });
  };
  const choice = completion.choices[0];
  const content = choice?.message.content?.trim();
  if (choice?.message.refusal || choice?.finish_reason === "content_filter") {
    return fail("llm_refused", "The model refused to answer");
  }
  if (choice?.finish_reason === "length") {
    return fail(
      "llm_truncated",
      `The answer does not fit into ${usage.outputTokens} tokens. Raise OPENAI_MAX_OUTPUT_TOKENS`,
    );
  }
  if (!content) return fail("llm_empty", "The model answered nothing");
  const answer = readAnswer(content, { hasSeriesCode: request.seriesCode !== undefined });
  return "invalid" in answer ? fail(answer.reason, answer.invalid) : answer;
}
