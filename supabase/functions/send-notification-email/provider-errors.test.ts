import assert from "node:assert/strict";
import type { ApiError } from "../_shared/errors.ts";
import { providerError } from "./provider-errors.ts";

const NOW = Date.parse("2026-11-24T13:00:00Z");

function meaning(
  statusCode: unknown,
  name: unknown,
  options: { message?: string; retryAfter?: string } = {},
): ApiError {
  const headers = options.retryAfter === undefined ? {} : { "retry-after": options.retryAfter };
  return providerError({ statusCode, name, message: options.message ?? "Theirs" }, headers, NOW);
}

const MEANINGS: [statusCode: unknown, name: unknown, status: number, code: string, seconds?: number][] = [
  [400, "validation_error", 422, "email_refused"],
  [400, "invalid_idempotency_key", 422, "email_refused"],
  [422, "missing_required_field", 422, "email_refused"],
  [422, "invalid_from_address", 503, "email_provider_refuses_us", 300],
  [401, "missing_api_key", 503, "email_provider_refuses_us", 300],
  [401, "restricted_api_key", 503, "email_provider_refuses_us", 300],
  [403, "validation_error", 503, "email_provider_refuses_us", 300],
  [409, "invalid_idempotent_request", 409, "email_already_sent"],
  [409, "concurrent_idempotent_requests", 503, "email_provider_busy", 5],
  [409, "something_else", 503, "email_provider_unavailable", 30],
  [429, "rate_limit_exceeded", 429, "email_rate_limited", 30],
  [429, "daily_quota_exceeded", 429, "email_quota_exceeded", 3_600],
  [429, "monthly_quota_exceeded", 429, "email_quota_exceeded", 3_600],
  [500, "internal_server_error", 503, "email_provider_unavailable", 30],
  [502, "application_error", 503, "email_provider_unavailable", 30],
  [null, "application_error", 503, "email_provider_unavailable", 30],
  ["429", 7, 503, "email_provider_unavailable", 30],
];

for (const [statusCode, name, status, code, seconds] of MEANINGS) {
  Deno.test(`the provider's ${statusCode} ${name} is ${status} ${code}`, () => {
    const error = meaning(statusCode, name);
    assert.deepEqual([error.status, error.code, error.retryAfterSeconds], [status, code, seconds]);
  });
}

for (const message of ["API key is invalid", "Invalid `from` field. The email address needs to be valid"]) {
  Deno.test(`a ${message.slice(0, 15)} complaint as a validation error is the operator's to mend`, () => {
    assert.equal(meaning(400, "validation_error", { message }).code, "email_provider_refuses_us");
    assert.equal(meaning(422, "validation_error", { message }).code, "email_provider_refuses_us");
  });
}

for (
  const [header, seconds] of [
    ["7", 7],
    [" 7 ", 7],
    ["0", 1],
    ["86400", 3_600],
    ["Tue, 24 Nov 2026 13:01:00 GMT", 60],
    ["Tue, 24 Nov 2026 12:00:00 GMT", 1],
    ["Wed, 25 Nov 2026 13:00:00 GMT", 3_600],
    ["soon", 30],
    ["", 30],
  ] as const
) {
  Deno.test(`the provider's Retry-After of "${header}" is ${seconds} seconds`, () => {
    assert.equal(meaning(429, "rate_limit_exceeded", { retryAfter: header }).retryAfterSeconds, seconds);
  });
}

Deno.test("an answer that is no error of the provider's is that it is unavailable", () => {
  for (const answer of [null, undefined, "x", [], {}]) {
    assert.equal(providerError(answer, null).code, "email_provider_unavailable");
  }
});

Deno.test("no message has the provider's words, which may name the recipient or the key", () => {
  for (const [statusCode, name] of MEANINGS) {
    const { message } = meaning(statusCode, name, { message: "API key re_secret, a@example.com" });
    assert.doesNotMatch(message, /re_secret|a@example/);
  }
});
