import { env } from "../_shared/env.ts";

/** The platform ends a request at 2 s of CPU, and what is around the runs needs some of it, too. */
const USUAL_MS = 1_500;
const MOST_MS = 10_000;

/** How long a preview may run code, in ms: PREVIEW_WORK_MS where the platform allows more, 10 s at most. */
export function workLimit(): number {
  const given = Number(env("PREVIEW_WORK_MS"));
  return given > 0 ? Math.min(given, MOST_MS) : USUAL_MS;
}

/** The time that the code under preview may take in all. It is counted between calls: none can be interrupted. */
export class WorkBudget {
  #spentMs = 0;

  constructor(readonly limitMs: number, private readonly signal: AbortSignal) {}

  get spentMs(): number {
    return this.#spentMs;
  }

  get leftMs(): number {
    return this.limitMs - this.#spentMs;
  }

  /** Works at the budget's expense, after what waits for the network went on; throws when nobody waits for the result any more. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    await new Promise((resolve) => setTimeout(resolve));
    this.signal.throwIfAborted();
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#spentMs += performance.now() - started;
    }
  }
}
