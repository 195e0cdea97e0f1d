// The connection to Braintrust that tracing and prompts share: configuration, and one gate through which every request leaves.
import { BraintrustState } from "braintrust/edge-light";
import { scrubDeep } from "./scrub.ts";

export interface BraintrustConfig {
  apiKey: string;
  appUrl: string;
  project: string;
  orgName?: string;
}

/** Reads the configuration; null when BRAINTRUST_API_KEY is absent, and then Braintrust is never contacted. */
export function readBraintrustConfig(env: (name: string) => string | undefined): BraintrustConfig | null {
  const apiKey = env("BRAINTRUST_API_KEY")?.trim();
  if (!apiKey) return null;
  const orgName = env("BRAINTRUST_ORG_NAME");
  return {
    apiKey,
    appUrl: env("BRAINTRUST_APP_URL") || "https://www.braintrust.dev",
    project: env("BRAINTRUST_PROJECT") || "trader-error-recovery",
    ...(orgName ? { orgName } : {}),
  };
}

/**
 * Opens a state of its own, so that two connections never share a login or a queue. Logs in at its first request.
 * Each request ends after `limitMs`; none carries a secret in its body.
 */
export function connect(
  config: BraintrustConfig,
  options: { limitMs: number; secrets: readonly string[]; onFlushError?: (error: unknown) => void },
): BraintrustState {
  return new BraintrustState({
    apiKey: config.apiKey,
    appUrl: config.appUrl,
    ...(config.orgName ? { orgName: config.orgName } : {}),
    ...(options.onFlushError ? { onFlushError: options.onFlushError } : {}),
    fetch: gate(options.limitMs, options.secrets),
    noExitFlush: true,
    disableSpanCache: true,
  });
}

// The SDK's own masking leaves out the error of a span, so the whole body is scrubbed here, where nothing can pass by.
function gate(limitMs: number, secrets: readonly string[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    return await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: AbortSignal.timeout(limitMs),
      ...(body === "" ? {} : { body: JSON.stringify(scrubDeep(JSON.parse(body), secrets)) }),
    });
  };
}
