import * as z from "zod";
import { type Price, priceOf } from "./prices.ts";

export interface ModelConfig {
  apiKey: string;
  /** Absent: OpenAI itself. */
  baseUrl?: string;
  model: string;
  timeoutMs: number;
  /** Reasoning included. */
  maxOutputTokens: number;
  /** Absent: the model's own; several models refuse any other. */
  temperature?: number;
  price: Price;
}

/** The operator's settings cannot be used. The message names the variable and says what to set. */
export class ModelConfigError extends Error {
  override readonly name = "ModelConfigError";
  readonly code = "llm_misconfigured";
}

const DEFAULT_MODEL = "gpt-5.4-mini";
const price = z.coerce.number().nonnegative();

// An empty variable counts as absent.
const settingsSchema = z.object({
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENAI_MODEL: z.string().default(DEFAULT_MODEL),
  // Within the 150 s that the platform allows, with time left to validate.
  OPENAI_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(120_000).default(90_000),
  OPENAI_MAX_OUTPUT_TOKENS: z.coerce.number().int().min(256).max(64_000).default(16_000),
  OPENAI_TEMPERATURE: z.coerce.number().min(0).max(2).optional(),
  OPENAI_PRICE_INPUT_PER_MTOK: price.optional(),
  OPENAI_PRICE_OUTPUT_PER_MTOK: price.optional(),
});

type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads the model's configuration; null when OPENAI_API_KEY is absent, and then no model is called.
 * Throws ModelConfigError for a value out of range and for a model without a known price: nothing is charged blindly.
 */
export function readModelConfig(env: (name: string) => string | undefined): ModelConfig | null {
  const apiKey = env("OPENAI_API_KEY")?.trim();
  if (!apiKey) return null;
  const settings = readSettings(env);
  return {
    apiKey,
    model: settings.OPENAI_MODEL,
    timeoutMs: settings.OPENAI_TIMEOUT_MS,
    maxOutputTokens: settings.OPENAI_MAX_OUTPUT_TOKENS,
    price: readPrice(settings),
    ...(settings.OPENAI_BASE_URL === undefined ? {} : { baseUrl: settings.OPENAI_BASE_URL }),
    ...(settings.OPENAI_TEMPERATURE === undefined ? {} : { temperature: settings.OPENAI_TEMPERATURE }),
  };
}

function readSettings(env: (name: string) => string | undefined): Settings {
  const values = Object.keys(settingsSchema.shape).map((name) => [name, env(name)?.trim() || undefined]);
  const parsed = settingsSchema.safeParse(Object.fromEntries(values));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ModelConfigError(
    `Cannot use ${issue?.path.join(".")}: ${issue?.message}. Correct it or unset it`,
  );
}

function readPrice(settings: Settings): Price {
  const { OPENAI_MODEL: model, OPENAI_PRICE_INPUT_PER_MTOK: input, OPENAI_PRICE_OUTPUT_PER_MTOK: output } =
    settings;
  if (input !== undefined && output !== undefined) {
    return { inputPerMillion: input, outputPerMillion: output };
  }
  const known = input === undefined && output === undefined ? priceOf(model) : null;
  if (known !== null) return known;
  throw new ModelConfigError(
    `Cannot price OPENAI_MODEL ${model}. Set both OPENAI_PRICE_INPUT_PER_MTOK and OPENAI_PRICE_OUTPUT_PER_MTOK, in dollars per ` +
      "million tokens, or choose a model of prices.ts",
  );
}
