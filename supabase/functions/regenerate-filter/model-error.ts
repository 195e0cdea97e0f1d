// The ways in which a model call fails, and how the SDK's errors map to them.
import { APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { messageOf } from "../_shared/errors.ts";
import { scrub } from "../_shared/scrub.ts";
import type { Usage } from "../_shared/prices.ts";

export type ModelFailure =
  | "llm_refused"
  | "llm_truncated"
  | "llm_invalid_answer"
  | "llm_empty"
  | "llm_oversized"
  | "llm_not_go"
  | "llm_rate_limited"
  | "llm_unavailable"
  | "llm_timeout";

export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly reason: ModelFailure;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  readonly retryAfterSeconds?: number;
  /** What was billed, with its cost, where the provider said so. After a time-out or a cut nobody knows: assume the worst case. */
  readonly usage?: Usage & { costUsd: number };

  constructor(
    reason: ModelFailure,
    message: string,
    details: {
      retryable: boolean;
      retryAfterSeconds?: number;
      usage?: Usage & { costUsd: number };
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.reason = reason;
    this.retryable = details.retryable;
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
    if (details.usage !== undefined) this.usage = details.usage;
  }
}

/**
 * Maps whatever the SDK threw. A provider's message can quote the key or the prompt, so only its code goes on; `secrets` are removed from
 * what this machine says of a connection.
 */
export function failedCall(error: unknown, secrets: readonly string[] = []): ModelError {
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) {
    return new ModelError("llm_timeout", "The model did not answer in time", {
      retryable: true,
      cause: error,
    });
  }
  if (error instanceof APIError && error.status !== undefined) {
    return failedStatus(error.status, { code: error.code, headers: error.headers, cause: error });
  }
  // A connection refused or cut, or a body that ended early. What was never connected was never sent, so it costs nothing.
  return new ModelError("llm_unavailable", `Cannot reach the model: ${scrub(messageOf(error), secrets)}`, {
    retryable: true,
    cause: error,
    ...(neverConnected(error) ? { usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 } } : {}),
  });
}

const NOT_CONNECTED = /tcp connect error|dns error|connection refused|ECONNREFUSED|ENOTFOUND/i;

/** Whether the connection failed before anything could be sent, as Deno and Node word it. */
function neverConnected(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (NOT_CONNECTED.test(cause.message)) return true;
  }
  return false;
}

const CODE = /^[a-z][a-z0-9_]{1,48}$/;
const TIMED_OUT = new Set([408, 504, 524]);

/** Maps a provider's status; `code` is its machine code, if it gave one. */
export function failedStatus(
  status: number,
  details: { code?: string | null | undefined; headers?: Headers | undefined; cause?: unknown } = {},
): ModelError {
  const { headers, cause } = details;
  // Some gateways put sentences there, which can quote what was sent.
  const code = details.code && CODE.test(details.code) ? details.code : undefined;
  // A call that was refused is not billed.
  const usage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const what = `The model's provider answered ${status}${code ? ` (${code})` : ""}`;
  if (code === "content_filter" || code === "content_policy_violation") {
    return new ModelError("llm_refused", what, { retryable: false, cause, usage });
  }
  // Waiting does not fill an empty account.
  if (status === 429 && code !== "insufficient_quota") {
    const retryAfterSeconds = retryAfter(headers);
    const hint = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return new ModelError("llm_rate_limited", what, { retryable: true, cause, usage, ...hint });
  }
  // A gateway that gave up waiting does not know what the model behind it did, and billed.
  if (TIMED_OUT.has(status)) return new ModelError("llm_timeout", what, { retryable: true, cause });
  const retryable = status === 409 || status >= 500;
  const advice = retryable
    ? ""
    : ". Check OPENAI_API_KEY, OPENAI_MODEL, OPENAI_BASE_URL and the provider's account";
  return new ModelError("llm_unavailable", what + advice, { retryable, cause, usage });
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get("retry-after");
  if (!value) return undefined;
  const seconds = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
