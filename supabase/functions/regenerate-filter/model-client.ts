import OpenAI from "openai";
import { boundedFetch } from "../_shared/bounded-fetch.ts";
import type { ModelConfig } from "../_shared/model-config.ts";

/** Several times the longest answer that is read. */
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

/** A client that asks once: the queue does the retrying, which survives an isolate and counts the attempts. */
export function openModelClient({ apiKey, baseUrl, timeoutMs }: ModelConfig): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl ?? null,
    maxRetries: 0,
    timeout: timeoutMs,
    fetch: boundedFetch(MAX_RESPONSE_BYTES),
  });
}
