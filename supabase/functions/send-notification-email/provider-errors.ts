// What the mail provider's refusals mean to callers: https://resend.com/docs/api-reference/errors
import * as z from "zod";
import { ApiError } from "../_shared/errors.ts";

const DEFAULT_RETRY_SECONDS = 30;
const MAX_RETRY_SECONDS = 3_600;
const BUSY_RETRY_SECONDS = 5;
/** Long enough not to be a nuisance, short enough for an operator who has mended it and looks. */
const REFUSES_US_RETRY_SECONDS = 300;

interface Meaning {
  status: number;
  code: string;
  message: string;
  /** Seconds, or what the provider says; nothing where trying again is of no use. */
  retryAfter?: number | "provider";
}

const REFUSED: Meaning = {
  status: 422,
  code: "email_refused",
  message: "Cannot send this e-mail: the provider refuses it for good",
};
const REFUSES_US: Meaning = {
  status: 503,
  code: "email_provider_refuses_us",
  message:
    "Cannot send e-mail: the provider refuses the key or the sender. Check RESEND_API_KEY and EMAIL_FROM",
  retryAfter: REFUSES_US_RETRY_SECONDS,
};
const SLOW_DOWN: Meaning = {
  status: 429,
  code: "email_rate_limited",
  message: "Cannot send e-mail now: the provider asks to slow down",
  retryAfter: "provider",
};
const QUOTA: Meaning = {
  status: 429,
  code: "email_quota_exceeded",
  message:
    "Cannot send e-mail now: the provider's quota is used up. It begins anew with its next day or month",
  retryAfter: MAX_RETRY_SECONDS,
};
const UNAVAILABLE: Meaning = {
  status: 503,
  code: "email_provider_unavailable",
  message: "Cannot send e-mail now: the provider did not take it",
  retryAfter: "provider",
};

/** The provider's names say more than its statuses, so they come first. */
const BY_NAME = new Map<string, Meaning>([
  ["daily_quota_exceeded", QUOTA],
  ["monthly_quota_exceeded", QUOTA],
  ["invalid_idempotent_request", {
    status: 409,
    code: "email_already_sent",
    message:
      "Cannot send this e-mail: the idempotency key was taken with other content, so a mail has gone out",
  }],
  ["concurrent_idempotent_requests", {
    status: 503,
    code: "email_provider_busy",
    message: "Cannot send e-mail now: the provider is at work on the same mail",
    retryAfter: BUSY_RETRY_SECONDS,
  }],
  ["invalid_from_address", REFUSES_US],
]);

// A mistyped key or sender can come as a 400 or 422 about "the request"; mails must not be given up for what the operator can mend.
const OPERATORS_FAULT = /\bAPI key\b|`from`/i;

const BY_STATUS = new Map<number, Meaning>([
  [400, REFUSED],
  [401, REFUSES_US],
  [403, REFUSES_US],
  [422, REFUSED],
  [429, SLOW_DOWN],
]);

/** What the SDK passes on is whatever JSON the provider, or a proxy before it, answered with. */
const errorSchema = z.object({
  name: z.string().catch(""),
  message: z.string().catch(""),
  statusCode: z.number().catch(0),
}).catch({ name: "", message: "", statusCode: 0 });

/** The provider's refusal as callers get it; its own words stay in the cause. */
export function providerError(
  error: unknown,
  headers: Record<string, string> | null,
  now = Date.now(),
): ApiError {
  const { status, code, message, retryAfter } = meaningOf(error);
  const seconds = retryAfter === "provider" ? secondsToWait(headers?.["retry-after"], now) : retryAfter;
  return new ApiError(status, code, message, {
    cause: error,
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

function meaningOf(error: unknown): Meaning {
  const { name, message, statusCode } = errorSchema.parse(error);
  const meaning = BY_NAME.get(name) ?? BY_STATUS.get(statusCode) ?? UNAVAILABLE;
  return meaning === REFUSED && OPERATORS_FAULT.test(message) ? REFUSES_US : meaning;
}

/** The provider gave no answer in time; whether it took the mail is not known. */
export function providerTimeout(error: unknown): ApiError {
  return new ApiError(503, "email_provider_timeout", "Cannot send e-mail now: the provider did not answer", {
    cause: error,
    retryAfterSeconds: DEFAULT_RETRY_SECONDS,
  });
}

/** A Retry-After header, seconds or an HTTP date, as whole seconds within bounds. */
function secondsToWait(header: string | undefined, now: number): number {
  const text = header?.trim() ?? "";
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1_000);
  if (Number.isNaN(seconds)) return DEFAULT_RETRY_SECONDS;
  return Math.min(Math.max(seconds, 1), MAX_RETRY_SECONDS);
}
