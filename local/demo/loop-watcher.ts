// Looks at the loop's rows and logs what has changed since the last look.
import { setTimeout as delay } from "node:timers/promises";
import type { SupabaseClient } from "@supabase/supabase-js";
import { describeChanges } from "./describe-changes.ts";
import { emptyState, type LoopState, readLoopState } from "./loop-state.ts";

export interface WatcherOptions {
  client: SupabaseClient;
  nameOf: (traderId: string) => string;
  log: (line: string) => void;
  signal: AbortSignal;
}

export class LoopWatcher {
  readonly #options: WatcherOptions;
  #state: LoopState = emptyState;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  async look(): Promise<LoopState> {
    const { client, nameOf, log, signal } = this.#options;
    const state = await readLoopState(client, signal);
    describeChanges(this.#state, state, nameOf).forEach(log);
    this.#state = state;
    return state;
  }

  /** Looks until `isDone` says so, or the time is up; the caller sees from the state which it was. */
  async lookUntil(
    isDone: (state: LoopState) => boolean,
    { withinMs, everyMs = 250 }: { withinMs: number; everyMs?: number },
  ): Promise<LoopState> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const state = await this.look();
      if (isDone(state) || performance.now() >= deadline) return state;
      await delay(everyMs, undefined, { signal: this.#options.signal });
    }
  }
}
