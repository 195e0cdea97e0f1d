interface EdgeRuntime {
  waitUntil(work: Promise<unknown>): void;
}

/**
 * Goes on with `work` after the response was sent. It may be killed at the platform's limits at any moment, so it must hold
 * a lease on a row that the sweeper can give to another. `work` must not reject.
 */
export function inBackground(work: Promise<void>): void {
  const runtime = (globalThis as { EdgeRuntime?: EdgeRuntime }).EdgeRuntime;
  runtime?.waitUntil(work);
}
