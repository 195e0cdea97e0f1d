import { type ReactNode, useSyncExternalStore } from "react";
import { ago, fullTime } from "../words/time.ts";

const TICK_MS = 15_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One clock for all times that are shown. */
function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time in milliseconds. What has just happened is never in the future, so between two ticks it is the time of drawing. */
export function useNow(): number {
  return Math.max(useSyncExternalStore(listen, () => now), Date.now());
}

/** How long ago or how soon something is; the exact time when pointed at. `at` is an ISO time. */
export function Time({ at, isExact = false }: { at: string; isExact?: boolean }): ReactNode {
  const now = useNow();
  const full = fullTime(at);
  return <time dateTime={at} title={full} className="whitespace-nowrap">{isExact ? full : ago(at, now)}
  </time>;
}

/** When something will be, at the end of a sentence; what is due is told as about to happen. */
export function Until({ at }: { at: string }): ReactNode {
  const now = useNow();
  return Date.parse(at) > now ? <Time at={at} /> : "any moment";
}
