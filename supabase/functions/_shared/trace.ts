// What the pipeline sees of tracing, and the implementation that records nothing.
import type OpenAI from "openai";

/** What can be added to an attempt while it runs. Values must be JSON; secrets in them are removed before they leave. */
export interface TraceFields {
  metadata?: Record<string, unknown>;
  /** Each between 0 and 1. */
  scores?: Record<string, number>;
}

/** What an owner made of a fix, told to the trace of the attempt that made it. */
export interface Feedback {
  /** `Trace.id` of the attempt. */
  traceId: string;
  verdict: "accepted" | "rejected" | "rolled_back";
  /** Secrets in it are removed before it leaves. */
  reason: string | null;
  /** Whether the owner changed the code before accepting it. */
  edited: boolean;
}

export interface Trace {
  /** What feedback is told to later; null untraced, and once Braintrust is known not to take this trace. */
  readonly id: string | null;
  /** Runs `fn` as a step of the attempt. Records what it returns or throws, which the caller gets unchanged. */
  span<T>(name: string, fn: () => Promise<T>, input?: unknown): Promise<T>;
  /** Adds to the attempt itself. */
  record(fields: TraceFields): void;
  /** The trace's address for people; null without tracing, or if it is not known within a second. */
  permalink(): Promise<string | null>;
}

export interface Tracing {
  /** Returns a client whose calls appear as spans of the step they are made in. */
  wrapClient(client: OpenAI): OpenAI;
  /** Runs one attempt as one trace. Whatever happens to tracing, the caller gets what `fn` returns or throws. */
  attempt<T>(metadata: Record<string, unknown>, fn: (trace: Trace) => Promise<T>): Promise<T>;
  /** Sends what is recorded; call it before the isolate may end. Resolves within 3 seconds, also if nothing could be sent. */
  flush(): Promise<void>;
  /**
   * Scores the attempt 1 if its fix was accepted, else 0, with the reason as a comment. Resolves when Braintrust has it; throws
   * within 20 seconds when it does not, unlike everything else here: whoever calls can try again.
   */
  feedback(feedback: Feedback): Promise<void>;
}

/** A trace that records nothing. */
export const noTrace: Trace = {
  id: null,
  span: (_name, fn) => fn(),
  record: () => {},
  permalink: () => Promise.resolve(null),
};

/** Tracing that records nothing. */
export const noTracing: Tracing = {
  wrapClient: (client) => client,
  attempt: (_metadata, fn) => fn(noTrace),
  flush: () => Promise.resolve(),
  feedback: () => Promise.resolve(),
};
