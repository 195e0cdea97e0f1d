// What functions refuse, by kind: by who may call, and by whether there is a body.
import type { Caller, Operation } from "./operation.ts";

const BY_CALLER: Record<Caller, Record<number, string[]>> = {
  executor: { 401: ["invalid_signature"], 503: ["not_configured"] },
  database: { 401: ["invalid_signature"], 503: ["not_configured"] },
  provider: { 401: ["invalid_signature"], 503: ["not_configured"] },
  "secret-key": { 401: ["invalid_key"] },
  user: { 401: ["not_signed_in"], 503: ["auth_unavailable"] },
  operator: { 401: ["not_signed_in"], 503: ["auth_unavailable"] },
  link: { 403: ["invalid_token"], 503: ["not_configured"] },
  anyone: {},
};
const OF_BODIES = {
  400: ["invalid_json", "unreadable_body", "invalid_body"],
  413: ["body_too_large"],
  415: ["unsupported_encoding"],
};

/** All codes that an operation refuses with, by status. */
export function refusalsOf(
  { caller, request, refusals = {}, refusesNothing }: Operation,
): Map<number, string[]> {
  if (refusesNothing) return new Map();
  const all = new Map<number, string[]>();
  const parts = [
    request === undefined ? {} : OF_BODIES,
    BY_CALLER[caller],
    refusals,
    { 405: ["method_not_allowed"], 500: ["internal_error"] },
    ...(caller === "anyone" ? [] : [{ 503: ["database_unavailable"] }]),
  ];
  for (const part of parts) {
    for (const [status, codes] of Object.entries(part)) {
      all.set(Number(status), [...new Set([...(all.get(Number(status)) ?? []), ...codes])]);
    }
  }
  return new Map([...all].sort(([a], [b]) => a - b));
}
