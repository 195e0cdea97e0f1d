import type { QueryKey } from "@tanstack/react-query";

export interface Gatherer {
  add(key: QueryKey): void;
  clear(): void;
}

/** Hands on each key once, `delayMs` after the first of a burst came, so that a storm of hints is read once and not a thousand times. */
export function gather(delayMs: number, handOn: (key: QueryKey) => void): Gatherer {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(key): void {
      waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        const gathered = [...waiting.values()];
        waiting.clear();
        for (const one of gathered) handOn(one);
      }, delayMs);
    },
    clear(): void {
      clearTimeout(timer);
      timer = undefined;
      waiting.clear();
    },
  };
}
