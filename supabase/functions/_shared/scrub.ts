// Removes secrets from text before it leaves for a model, a trace or a log. Pure, and safe to apply twice.
import { tokenOfApp } from "./executor-token.ts";

/** What stands where a secret stood. */
export const REDACTED = "[redacted]";

const SECRET_NAME =
  "(?:authorization|api[_-]?key|apikey|access[_-]?token|refresh[_-]?token|auth[_-]?token|token|client[_-]?secret|" +
  "signing[_-]?secret|secret[_-]?key|secret|service[_-]?role[_-]?key|private[_-]?key|password|passwd|pwd|cookie)";

// Every quantifier before the decisive part is bounded, so that a long hostile text cannot make matching quadratic.
const RULES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, REDACTED],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, REDACTED],
  // Supabase, webhook signing, OpenAI-style (also Anthropic, OpenRouter, Braintrust), Resend, Fly.
  [/\bsb_secret_[\w-]{8,}/g, REDACTED],
  [/\bsbp_[\w-]{20,}/g, REDACTED],
  [/\bwhsec_[\w+/=-]{8,}/g, REDACTED],
  [/\b(?:sk|bt-st)-[\w-]{16,}/g, REDACTED],
  [/\bre_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{16,}/g, REDACTED],
  [/\bf(?:m[12]|o1)_[\w+/=-]{20,}/g, REDACTED],
  // Others that users paste: GitHub, AWS, Stripe, Slack, Google.
  [/\b(?:gh[pousr]|github_pat)_\w{20,}/g, REDACTED],
  [/\bA(?:KIA|SIA)[0-9A-Z]{16}\b/g, REDACTED],
  [/\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/g, REDACTED],
  [/\bxox[abeoprs]-[\w-]{10,}/g, REDACTED],
  [/\bAIza[\w-]{35}/g, REDACTED],
  // The password of `scheme://user:password@host`.
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:@/"']{0,200}):[^\s"'/]{1,500}@/gi, `$1:${REDACTED}@`],
  // A bearer token has a digit or is long; "bearer of news" is prose.
  [/\b(Bearer\s{1,4})(?:(?=[^\s"']{0,200}\d)[\w.~+/=-]{8,}|[\w.~+/=-]{20,})/gi, `$1${REDACTED}`],
  [/\b(Authorization["']?\s{0,4}[:=]\s{0,4}["']?Basic\s{1,4})[\w+/=-]{4,}/gi, `$1${REDACTED}`],
  // `password: "..."`, `"api_key":"..."`, and `?token=...` or `DB_PASSWORD=...` without spaces: Go's `token = x` is code.
  [
    new RegExp(
      `(\\b[\\w-]{0,40}${SECRET_NAME}["']?\\s{0,4}(?::=|[:=])\\s{0,4})(["'\`])(?!\\[redacted\\])[^"'\`\\n]{4,}\\2`,
      "gi",
    ),
    `$1$2${REDACTED}$2`,
  ],
  [new RegExp(`(\\b[\\w-]{0,40}${SECRET_NAME}=)(?!\\[redacted\\])[^\\s&;,"'\`)]{4,}`, "gi"), `$1${REDACTED}`],
];

const SECRET_PROPERTY = new RegExp(`^${SECRET_NAME}$`, "i");

/** The environment variables whose values must never leave, whatever they look like. */
const SECRET_VARIABLES = [
  "OPENAI_API_KEY",
  "BRAINTRUST_API_KEY",
  "RESEND_API_KEY",
  "RECORD_ERROR_SECRET",
  "WEBHOOK_SECRET",
  "EXECUTOR_TOKEN",
  "SUPABASE_SERVICE_ROLE_KEY",
];

/** Returns the secrets of this deployment, for `scrub`, with what the platform shows the app `flyApp`; a rotation list counts as its parts. */
export function knownSecrets(
  env: (name: string) => string | undefined,
  flyApp: string | null = null,
): string[] {
  const executorToken = env("EXECUTOR_TOKEN");
  const ofApp = flyApp === null || !executorToken ? [] : [tokenOfApp(flyApp, executorToken)];
  return [...SECRET_VARIABLES.flatMap((name) => env(name)?.split(/\s+/) ?? []), ...ofApp]
    // A shorter value would also remove innocent text.
    .filter((value) => value.length >= 8);
}

/** Returns `text` without credentials: those of a known form, and those in `known`. */
export function scrub(text: string, known: readonly string[] = []): string {
  const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
  return RULES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutKnown);
}

/** `scrub` for every string of a JSON value, and for whatever is stored under a secret's name. */
export function scrubDeep(value: unknown, known: readonly string[] = []): unknown {
  if (typeof value === "string") return scrub(value, known);
  if (Array.isArray(value)) return value.map((item) => scrubDeep(item, known));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_PROPERTY.test(name) && typeof item === "string" ? REDACTED : scrubDeep(item, known),
    ]),
  );
}
