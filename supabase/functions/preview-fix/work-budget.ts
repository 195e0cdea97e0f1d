import { env } from "../_shared/env.ts";

/** The platform ends a request at 2 s of CPU, and what is around the runs needs some of it, too. */
const USUAL_MS = 1_200;
const MOST_MS = 10_000;
/** So long what waits for the network may wait. */
const TURN_MS = 50;

/** How long a preview may run code, in ms: PREVIEW_WORK_MS where the platform allows more, 10 s at most. */
export function workLimit(): number {
  const given = Number(env("PREVIEW_WORK_MS"));
  return given > 0 ? Math.min(given, MOST_MS) : USUAL_MS;
}

/** The time that the code under preview may take in all. It is counted between calls: none can be interrupted. */
export class WorkBudget {
  #spentMs = 0;
  #turnedAtMs = 0;

  constructor(readonly limitMs: number, private readonly signal: AbortSignal) {}

  get spentMs(): number {
    return this.#spentMs;
  }

  get leftMs(): number {
    return this.limitMs - this.#spentMs;
  }

  /** Works at the budget's expense, and now and then lets go on what waits; throws when nobody waits for the result any more. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    if (this.#spentMs - this.#turnedAtMs >= TURN_MS) {
      this.#turnedAtMs = this.#spentMs;
      await new Promise((resolve) => setTimeout(resolve));
    }
    this.signal.throwIfAborted();
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#spentMs += performance.now() - started;
    }
  }
}
