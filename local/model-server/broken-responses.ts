// Ways for a test server to leave its caller waiting.

/** Waits `ms`, or until `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

/** A body that begins and then breaks the connection at once, or only when `until` aborts. */
export function halfBody({ until }: { until?: AbortSignal } = {}): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller): void {
      controller.enqueue(new TextEncoder().encode(`{"id":"half`));
    },
    async pull(controller): Promise<void> {
      if (until !== undefined) await pause(60_000, until);
      controller.error(new Error("scripted cut"));
    },
  });
}
