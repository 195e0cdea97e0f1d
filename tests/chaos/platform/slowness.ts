// Whether the machine has time for the platform at all. Where it has not, the functions reach their time limits and say so with 503; how long that was
// is counted, and told with the figures.
import { setTimeout as delay } from "node:timers/promises";
import type { Platform } from "./platform.ts";

const PAUSE_MS = 500;
/** A transaction of some statements takes milliseconds. */
const SLOW_MS = 400;
export const SLOW_SECONDS = "seconds of a machine too slow";

/** Tries a transaction over and over; a slow one is an outage for as long as it took. */
export function watchSlowness({ project: { stack: { sql } }, records }: Platform): AsyncDisposable {
  const stop = new AbortController();
  async function watch(): Promise<void> {
    while (!stop.signal.aborted) {
      const began = Date.now();
      const isDone = await sql.begin(async (tx) => {
        for (let statement = 0; statement < 5; statement++) await tx`select 1`;
      }).then(() => true, () => false);
      const ms = Date.now() - began;
      if (isDone && ms > SLOW_MS) {
        records.outage({ isSlowness: true, from: began })();
        records.count(SLOW_SECONDS, Math.ceil(ms / 1_000));
      }
      await delay(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  }
  const watching = watch();
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      stop.abort();
      await watching;
    },
  };
}
