// The functions' secrets, made anew for every demo, and the keys for other services that the person running it has set.

export interface Secrets {
  /** What the executor signs its reports with: `whsec_<base64>`. */
  recordError: string;
  /** What the database signs its calls with, in the same form. */
  webhook: string;
  /** What the platform shows the executor where no user's token is at hand. */
  executorToken: string;
}

const passedOn = [
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENAI_MODEL",
  "BRAINTRUST_API_KEY",
  "BRAINTRUST_API_URL",
  "BRAINTRUST_APP_URL",
  "BRAINTRUST_ORG_NAME",
  "BRAINTRUST_PROJECT",
];

export function newSecrets(): Secrets {
  return {
    recordError: `whsec_${randomBase64(32)}`,
    webhook: `whsec_${randomBase64(32)}`,
    executorToken: randomBase64(32),
  };
}

export function functionsEnv(
  secrets: Secrets,
  urls: { executorUrl: string; appUrl: string },
): Record<string, string> {
  return {
    RECORD_ERROR_SECRET: secrets.recordError,
    WEBHOOK_SECRET: secrets.webhook,
    EXECUTOR_TOKEN: secrets.executorToken,
    EXECUTOR_URL: urls.executorUrl,
    APP_URL: urls.appUrl,
    EMAIL_FROM: "Trader Error Recovery <recovery@example.com>",
    // The mailbox takes any key; the resend SDK wants one.
    RESEND_API_KEY: "re_local",
    ...Object.fromEntries(passedOn.flatMap((name) => {
      const value = Deno.env.get(name);
      return value ? [[name, value]] : [];
    })),
  };
}

function randomBase64(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toBase64();
}
