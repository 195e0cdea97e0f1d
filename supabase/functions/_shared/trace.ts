// What the pipeline sees of tracing, and the implementation that records nothing.
import type OpenAI from "openai";

/** What can be added to an attempt while it runs. Values must be JSON; secrets in them are removed before they leave. */
export interface TraceFields {
  metadata?: Record<string, unknown>;
  /** Each between 0 and 1. */
  scores?: Record<string, number>;
}

export interface Trace {
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
}

/** A trace that records nothing. */
export const noTrace: Trace = {
  span: (_name, fn) => fn(),
  record: () => {},
  permalink: () => Promise.resolve(null),
};

/** Tracing that records nothing. */
export const noTracing: Tracing = {
  wrapClient: (client) => client,
  attempt: (_metadata, fn) => fn(noTrace),
  flush: () => Promise.resolve(),
};
