import assert from "node:assert/strict";
import { type Outcome, outcomeOf } from "./outcome.ts";

const CASES: [string, [number, string | null, unknown], Outcome][] = [
  ["a mail that was taken is sent", [200, null, { id: "m1" }], { status: "sent" }],
  ["a mail that was taken before is sent", [409, null, { code: "email_already_sent" }], {
    status: "sent",
  }],
  ["no provider is a reason to skip", [503, null, { code: "email_not_configured" }], {
    status: "skipped",
    error: "email_not_configured",
  }],
  ["a refused mail has failed", [422, null, { code: "email_refused" }], {
    status: "failed",
    error: "email_refused",
  }],
  ["a full rate limit pauses for as long as the provider says", [429, "7", { code: "email_rate_limited" }], {
    status: "retry",
    error: "email_rate_limited",
    pauseSeconds: 7,
  }],
  ["a pause without a time is a short one", [429, null, { code: "email_rate_limited" }], {
    status: "retry",
    error: "email_rate_limited",
    pauseSeconds: 30,
  }],
  ["a wrong key pauses all mails", [503, "300", { code: "email_provider_refuses_us" }], {
    status: "retry",
    error: "email_provider_refuses_us",
    pauseSeconds: 300,
  }],
  ["a provider that is away pauses nobody else", [503, "30", { code: "email_provider_unavailable" }], {
    status: "retry",
    error: "email_provider_unavailable",
    pauseSeconds: null,
  }],
  ["an answer that makes no sense is tried again", [502, null, "<html>"], {
    status: "retry",
    error: "status_502",
    pauseSeconds: null,
  }],
];

for (const [name, [status, retryAfter, body], outcome] of CASES) {
  Deno.test(`outcome: ${name}`, () => assert.deepEqual(outcomeOf(status, retryAfter, body), outcome));
}
