// Traces of repair attempts in Braintrust. Without BRAINTRUST_API_KEY the same calls work and record nothing.
import { openBraintrustTracing } from "./braintrust-tracing.ts";
import { readBraintrustConfig } from "./braintrust.ts";
import { Logger } from "./log.ts";
import { knownSecrets } from "./scrub.ts";
import { noTracing, type Tracing } from "./trace.ts";

export type { Feedback, Trace, Tracing } from "./trace.ts";

export interface TracingOptions {
  /** Called once in the life of the isolate, when Braintrust cannot be reached or refuses. */
  onUnavailable?: (message: string) => void;
  /** In milliseconds. */
  now?: () => number;
}

/** Opens tracing for this isolate: call it once and keep it. It contacts nobody before the first attempt. */
export function openTracing(
  env: (name: string) => string | undefined,
  options: TracingOptions = {},
): Tracing {
  const config = readBraintrustConfig(env);
  if (config === null) return noTracing;
  const { onUnavailable = logUnavailable, now = Date.now } = options;
  return openBraintrustTracing(config, { secrets: knownSecrets(env), onUnavailable, now });
}

function logUnavailable(message: string): void {
  new Logger({}).error("tracing_unavailable", { message });
}
