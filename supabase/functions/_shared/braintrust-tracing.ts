// Tracing over the Braintrust SDK, which queues rows and logs in behind the pipeline's back. Nothing but feedback may throw into
// the pipeline, and nothing hold it up: a Braintrust that fails is set aside for a minute and then tried again with a fresh connection.
import {
  type BraintrustState,
  ERR_PERMALINK,
  initLogger,
  type Logger,
  type Span,
  withCurrent,
  wrapOpenAI,
} from "braintrust/edge-light";
import { type BraintrustConfig, connect } from "./braintrust.ts";
import { messageOf } from "./errors.ts";
import { scrub } from "./scrub.ts";
import { type Feedback, noTrace, type Trace, type Tracing } from "./trace.ts";
import { within } from "./within.ts";

const REQUEST_LIMIT_MS = 5_000;
const FLUSH_LIMIT_MS = 3_000;
const PERMALINK_LIMIT_MS = 1_000;
const FEEDBACK_LIMIT_MS = 20_000;
const SET_ASIDE_MS = 60_000;

interface Connection {
  state: BraintrustState;
  logger: Logger<true>;
  /** Resolves when this connection has failed for good: the SDK never retries a login. */
  failed: Promise<void>;
}

/** Opens tracing to the project of `config`. `onUnavailable` is called at most once. */
export function openBraintrustTracing(
  config: BraintrustConfig,
  options: { secrets: readonly string[]; onUnavailable: (message: string) => void; now: () => number },
): Tracing {
  let connection: Connection | null = null;
  let setAsideUntil = 0;
  let reported = false;

  function setAside(error: unknown): void {
    connection = null;
    setAsideUntil = options.now() + SET_ASIDE_MS;
    if (reported) return;
    reported = true;
    const reason = scrub(messageOf(error), options.secrets);
    options.onUnavailable(`Cannot send traces to ${config.appUrl}: ${reason}. Repairs go on untraced`);
  }

  function current(): Connection | null {
    if (connection === null && options.now() >= setAsideUntil) {
      connection = quietly(() => openConnection(config, options.secrets, setAside)) ?? null;
    }
    return connection;
  }

  return {
    wrapClient: (client) => quietly(() => wrapOpenAI(client)) ?? client,

    attempt: (metadata, fn) => {
      const used = current();
      const start = (): Span | undefined =>
        used?.logger.startSpan({ name: "repair attempt", event: { metadata } });
      return inSpan(start, (span) => fn(span ? traceOf(span, () => connection === used) : noTrace));
    },

    flush: async () => {
      if (connection === null) return;
      const { state, failed } = connection;
      try {
        await within(FLUSH_LIMIT_MS, Promise.race([state.bgLogger().flush(), failed]));
      } catch (error) {
        setAside(error);
      }
    },

    feedback: (feedback) => sendFeedback(config, options.secrets, feedback),
  };
}

function openConnection(
  config: BraintrustConfig,
  secrets: readonly string[],
  onFailure: (error: unknown) => void,
): Connection {
  const { promise: failed, resolve } = Promise.withResolvers<void>();
  const fail = (error: unknown): void => {
    resolve();
    onFailure(error);
  };
  const state = connect(config, { limitMs: REQUEST_LIMIT_MS, secrets, onFlushError: fail });
  const logger = initLogger({ projectName: config.project, state, setCurrent: false });
  // Logs in and registers the project now, so that a refusal is known early and the permalink late in the attempt costs nothing.
  logger.id.catch(fail);
  return { state, logger, failed };
}

/** Over a connection of its own, so that what fails is this feedback and nothing queued before it. */
async function sendFeedback(
  config: BraintrustConfig,
  secrets: readonly string[],
  { traceId, verdict, reason, edited }: Feedback,
): Promise<void> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const { state, logger } = openConnection(config, secrets, reject);
  try {
    logger.logFeedback({
      id: traceId,
      scores: { accepted: verdict === "accepted" ? 1 : 0 },
      metadata: { verdict, edited },
      source: "external",
      ...(reason === null ? {} : { comment: reason }),
    });
    await within(FEEDBACK_LIMIT_MS, Promise.race([state.bgLogger().flush(), failed]));
  } catch (error) {
    throw new Error(`Cannot send feedback to ${config.appUrl}: ${scrub(messageOf(error), secrets)}`);
  }
}

function traceOf(root: Span, isTaken: () => boolean): Trace {
  return {
    get id(): string | null {
      return isTaken() ? root.id : null;
    },
    span: (name, fn, input) => inSpan(() => root.startSpan({ name, event: { input } }), fn),
    record: (fields) => quietly(() => root.log(fields)),
    permalink: async () => {
      const url = await within(PERMALINK_LIMIT_MS, root.permalink()).catch(() => null);
      // The SDK puts a failure into the address instead of throwing it.
      return url === null || url.startsWith(ERR_PERMALINK) ? null : url;
    },
  };
}

/** Runs `fn` as the current span, under which calls of a wrapped client appear; without one if it cannot be started. */
async function inSpan<T>(
  start: () => Span | undefined,
  fn: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  const span = quietly(start);
  if (span === undefined) return await fn(undefined);
  try {
    // Awaited inside: a call of the OpenAI SDK starts only when somebody waits for it.
    const output = await withCurrent(span, async () => await fn(span));
    quietly(() => span.log({ output }));
    return output;
  } catch (error) {
    quietly(() => span.log({ error: messageOf(error) }));
    throw error;
  } finally {
    quietly(() => span.end());
  }
}

/** What `fn` returns, or undefined if it throws: what cannot be recorded must not stop a repair. */
function quietly<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
