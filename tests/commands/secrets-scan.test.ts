import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { allowedOf, describe, secretsIn } from "../../scripts/secrets-scan.ts";

const NONE = new Set<string>();
const random = (bytes: number): string => randomBytes(bytes).toString("base64url").replaceAll(/[-_]/g, "x");

/** As they are issued: this file must not hold one. */
const ISSUED: Record<string, string> = {
  "private key": ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" "),
  "secret key of Supabase": `sb_secret_${random(24)}`,
  "access token of Supabase": `sbp_${randomBytes(20).toString("hex")}`,
  "webhook secret": `whsec_${randomBytes(32).toString("base64")}`,
  "key of a model provider": `sk-proj-${random(36)}`,
  "key of Resend": `re_${random(6)}_${random(18)}`,
  "token": [`eyJ${random(15)}`, `eyJ${random(40)}`, random(32)].join("."),
  "key of AWS": ["AKIA", "Q3EGTXN7WPLZ5VKD"].join(""),
  "token of GitHub": `ghp_${random(27)}`,
  "token of npm": `npm_${random(27)}`,
  "token of Slack": ["xoxb", "123456789012", random(18)].join("-"),
  "password in an address": ["postgres://app:", "7f3kQ9zLw2Xc5VbN", "@db.example.com/x"].join(""),
};

for (const [kind, secret] of Object.entries(ISSUED)) {
  Deno.test(`the scan finds a ${kind}, says where, and does not repeat it`, () => {
    const [finding, ...more] = secretsIn("a.ts", `first\nconst x = "${secret}";\n`, NONE);
    assert.deepEqual([finding?.kind, finding?.line, more.length], [kind, 2, 0]);
    assert.ok(finding !== undefined && (kind === "private key" || !describe(finding).includes(secret)));
  });
}

Deno.test("the scan finds random text that is assigned to a secret's name, in code and in a file of variables", () => {
  const secret = random(36);
  for (
    const line of [
      `EXECUTOR_TOKEN=${secret}`,
      `export const apiToken = "${secret}";`,
      `"MY_PASSWORD": "${secret}"`,
    ]
  ) {
    const kinds = secretsIn(".env", line, NONE).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["random text assigned to a secret's name"], line);
  }
});

Deno.test("names, placeholders and what is generated are no secrets", () => {
  const text = [
    "WEBHOOK_SECRET=<the first secret>",
    "apikey: sb_secret_...",
    'const secret = `whsec_${randomBytes(32).toString("base64")}`;',
    'RESEND_API_KEY: "re_local"',
    "postgres://postgres:postgres@127.0.0.1:54322/postgres",
    `key: "sk-${"0".repeat(40)}"`,
    "constraint trader_error_history_occurrences_are_positive",
    "EXECUTOR_TOKEN = executorTokenOfTheFirstMachine",
  ].join("\n");
  assert.deepEqual(secretsIn("a.ts", text, NONE), []);
});

Deno.test("an allowed text is let pass by its hash, with a reason, and no other", () => {
  const [finding] = secretsIn("a.ts", ISSUED["secret key of Supabase"] ?? "", NONE);
  const sha256 = finding?.sha256 ?? "";
  assert.deepEqual([...allowedOf(`${sha256}\n`)], []);
  const allowed = allowedOf(`${sha256}  made up for a test\n`);
  assert.deepEqual(secretsIn("a.ts", ISSUED["secret key of Supabase"] ?? "", allowed), []);
  assert.equal(secretsIn("a.ts", ISSUED["key of Resend"] ?? "", allowed).length, 1);
});
