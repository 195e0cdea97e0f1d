import type { QueryKey } from "@tanstack/react-query";

export interface Gatherer {
  add(key: QueryKey): void;
  clear(): void;
}

/**
 * Hands on a key at once, and again after `delayMs` if it came once more meanwhile: a single hint costs no time, and a storm is read once for each
 * delay and not a thousand times.
 */
export function gather(delayMs: number, handOn: (key: QueryKey) => void): Gatherer {
  /** Keys that were handed on a moment ago, each with whether it has come again. */
  const recent = new Map<string, { timer: ReturnType<typeof setTimeout>; cameAgain: boolean }>();
  const take = (name: string, key: QueryKey): void => {
    const timer = setTimeout(() => {
      const { cameAgain } = recent.get(name) ?? {};
      recent.delete(name);
      if (cameAgain) take(name, key);
    }, delayMs);
    recent.set(name, { timer, cameAgain: false });
    handOn(key);
  };
  return {
    add(key): void {
      const name = JSON.stringify(key);
      const seen = recent.get(name);
      if (seen === undefined) take(name, key);
      else seen.cameAgain = true;
    },
    clear(): void {
      for (const { timer } of recent.values()) clearTimeout(timer);
      recent.clear();
    },
  };
}
