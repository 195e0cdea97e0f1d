import type { QueryKey } from "@tanstack/react-query";

export interface Gatherer {
  add(key: QueryKey): void;
  clear(): void;
}

/**
 * Has what a key names read at once, and once more when that is done, `delayMs` later at the earliest, if the key came again meanwhile. So a single
 * hint costs no time, and a storm neither cuts a read short nor starts more than one after the other.
 */
export function gather(delayMs: number, read: (key: QueryKey) => Promise<unknown>): Gatherer {
  /** Keys that are being read, each with whether it has come again. */
  let underWay = new Map<string, { cameAgain: boolean }>();
  const take = async (name: string, key: QueryKey): Promise<void> => {
    const keys = underWay;
    const state = { cameAgain: false };
    keys.set(name, state);
    await Promise.all([read(key), new Promise((resolve) => setTimeout(resolve, delayMs))]);
    keys.delete(name);
    if (state.cameAgain && keys === underWay) await take(name, key);
  };
  return {
    add(key): void {
      const name = JSON.stringify(key);
      const state = underWay.get(name);
      if (state === undefined) void take(name, key);
      else state.cameAgain = true;
    },
    clear(): void {
      underWay = new Map();
    },
  };
}
