import assert from "node:assert/strict";
import { tokenOfApp } from "./executor-token.ts";
import { knownSecrets, REDACTED, scrub, scrubDeep } from "./scrub.ts";

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";

const SECRETS: Record<string, string> = {
  "a JWT": JWT,
  "a Supabase secret key": "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz",
  "a Supabase access token": "sbp_0123456789abcdef0123456789abcdef01234567",
  "a webhook secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  "an OpenAI key": "sk-proj-abcdefghijklmnopqrstuvwxyz",
  "an Anthropic key": "sk-ant-api03-abcdefghijklmnop",
  "a Resend key": "re_AbCdEf12_AbCdEfGhIjKlMnOpQrStUv",
  "a Fly token": "fm2_lJPECAAAAAAAAAAAxBC0123456789abcdef",
  "a GitHub token": "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
  "an AWS key id": "AKIAIOSFODNN7EXAMPLE",
  "a Stripe key": ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_"),
  "a private key": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
};

for (const [name, secret] of Object.entries(SECRETS)) {
  Deno.test(`scrub removes ${name}`, () => {
    assert.equal(scrub(`before ${secret} after`), `before ${REDACTED} after`);
  });
}

const PARTIAL: Record<string, [string, string]> = {
  "the password of a URL": ["postgres://app:hunter2@db:5432/x", "postgres://app:[redacted]@db:5432/x"],
  "a password with an @ in a URL": ["redis://:p@ss@cache/0", "redis://:[redacted]@cache/0"],
  "a bearer token": ["Authorization: Bearer abc123def456", "Authorization: Bearer [redacted]"],
  "basic credentials": ["Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [redacted]"],
  "a key in a query": ["GET /x?api_key=abcdef&limit=5", "GET /x?api_key=[redacted]&limit=5"],
  "an environment line": ["DB_PASSWORD=correcthorse", "DB_PASSWORD=[redacted]"],
  "a quoted assignment": [`password := "correct horse"`, `password := "[redacted]"`],
  "a JSON property": [`{"client_secret":"correcthorse"}`, `{"client_secret":"[redacted]"}`],
};

for (const [name, [text, expected]] of Object.entries(PARTIAL)) {
  Deno.test(`scrub removes ${name} and keeps what is around it`, () => {
    assert.equal(scrub(text), expected);
    assert.equal(scrub(expected), expected);
  });
}

Deno.test("scrub leaves filter code and prose as they are", () => {
  const text = [
    `klines := data.Klines["5m"]`,
    "token = klines[len(klines)-1].Close // the bearer of the signal",
    "if password := len(klines); password < 20 { return false }",
    "Basic indicators: RSI(14), see https://example.com:8080/docs@latest",
    "reflect: call of reflect.Value.Float on zero Value",
    "return ma5 != nil && *ma5 > 0.000012345678901234",
  ].join("\n");
  assert.equal(scrub(text), text);
});

Deno.test("scrub removes this deployment's own secrets, whatever their form", () => {
  const env = (name: string): string | undefined =>
    ({
      OPENAI_API_KEY: "gateway-key-of-no-known-form",
      RECORD_ERROR_SECRET: "first-secret second-secret",
      WEBHOOK_SECRET: "short",
    })[name];
  const known = knownSecrets(env);
  assert.deepEqual(known, ["gateway-key-of-no-known-form", "first-secret", "second-secret"]);
  assert.equal(
    scrub("x gateway-key-of-no-known-form second-secret short", known),
    "x [redacted] [redacted] short",
  );
});

Deno.test("scrub removes what the platform shows a user's app, where it is told of the app", () => {
  const env = (name: string): string | undefined => name === "EXECUTOR_TOKEN" ? "executor-token" : undefined;
  const text = `the header was ${tokenOfApp("my-app", "executor-token")}`;
  assert.equal(scrub(text, knownSecrets(env, "my-app")), "the header was [redacted]");
  assert.equal(scrub(text, knownSecrets(env)), text);
  assert.deepEqual(knownSecrets(() => undefined, "my-app"), []);
});

Deno.test("scrubDeep reaches every string and every property named like a secret", () => {
  const value = {
    input: [{ text: `key ${JWT}` }],
    headers: { apikey: "plain" },
    tokens: 12,
    token: 3,
    none: null,
  };
  assert.deepEqual(scrubDeep(value), {
    input: [{ text: "key [redacted]" }],
    headers: { apikey: REDACTED },
    tokens: 12,
    token: 3,
    none: null,
  });
});

Deno.test("scrub takes a hostile text of 200 KB in well under a second", () => {
  const hostile = [
    "eyJ".repeat(20_000),
    "a.".repeat(30_000),
    "password_".repeat(8_000),
    "http://".repeat(6_000),
  ].join(" ");
  const start = performance.now();
  scrub(hostile);
  const elapsed = performance.now() - start;
  assert.ok(elapsed < 1_000, `took ${elapsed} ms`);
});
