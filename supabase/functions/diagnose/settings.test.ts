import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { type Challenge, checkSettings } from "./settings.ts";

const secret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

function codes(
  variables: Record<string, string>,
  challenge: Challenge | null = null,
): Record<string, string | null> {
  return Object.fromEntries(
    checkSettings((name) => variables[name] || undefined, challenge).map(({ name, code }) => [name, code]),
  );
}

function challengeBy(key: string): Challenge {
  const [id, text, at] = ["check_1", "check 2", new Date()];
  const sent_at = Math.floor(at.getTime() / 1_000);
  return { id, sent_at, text, signature: new Webhook(key).sign(id, at, text) };
}

Deno.test("checkSettings tells what is needed from what is not", () => {
  assert.deepEqual(codes({}), {
    webhook_secret: "missing",
    record_error_secret: "missing",
    resend_webhook_secret: "off",
    operator_webhook: "off",
    metrics_token: "off",
    executor_token: "off",
    app_url: "missing",
  });
});

Deno.test("checkSettings finds nothing wrong with settings as deploy.md has them", () => {
  const [webhook, old] = [secret(), secret()];
  const variables = {
    WEBHOOK_SECRET: `${old} ${webhook}`,
    RECORD_ERROR_SECRET: `${secret()} ${secret()}`,
    RESEND_WEBHOOK_SECRET: secret(),
    OPERATOR_WEBHOOK_URL: "https://receiver.example.com",
    OPERATOR_WEBHOOK_SECRET: secret(),
    METRICS_TOKEN: randomBytes(32).toString("hex"),
    EXECUTOR_TOKEN: "token",
    APP_URL: "https://app.example.com",
  };
  const found = codes(variables, challengeBy(webhook));
  assert.deepEqual([...new Set(Object.values(found))], [null]);
});

Deno.test("checkSettings tells that the database signs with another secret", () => {
  const webhook = secret();
  assert.equal(codes({ WEBHOOK_SECRET: webhook }, challengeBy(secret()))["webhook_secret"], "differs");
  assert.equal(codes({ WEBHOOK_SECRET: webhook }, challengeBy(webhook))["webhook_secret"], null);
});

const malformed: [variable: string, value: string, name: string, code: string][] = [
  ["WEBHOOK_SECRET", "whsec_short", "webhook_secret", "malformed"],
  ["RECORD_ERROR_SECRET", `${secret()} secret`, "record_error_secret", "partly"],
  ["RECORD_ERROR_SECRET", "secret", "record_error_secret", "malformed"],
  ["RESEND_WEBHOOK_SECRET", "re_123", "resend_webhook_secret", "malformed"],
  ["OPERATOR_WEBHOOK_URL", "http://receiver.example.com", "operator_webhook", "malformed"],
  ["OPERATOR_WEBHOOK_URL", "https://receiver.example.com", "operator_webhook_secret", "missing"],
  ["METRICS_TOKEN", "monkey", "metrics_token", "weak"],
  ["APP_URL", "app.example.com", "app_url", "malformed"],
  ["APP_URL", "http://app.example.com", "app_url", "malformed"],
];
for (const [variable, value, name, code] of malformed) {
  Deno.test(`checkSettings tells ${code} of ${name}: ${value.slice(0, 12)}`, () => {
    assert.equal(codes({ [variable]: value })[name], code);
  });
}
