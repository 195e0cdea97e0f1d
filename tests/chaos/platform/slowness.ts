// Whether the machine has time for the platform at all. Where it has not, the functions reach their time limits and say so with 503; how long that was
// is counted, and told with the figures.
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import type { Platform } from "./platform.ts";
import type { Records } from "./records.ts";

const PAUSE_MS = 500;
/** A transaction of some statements takes milliseconds. */
const SLOW_MS = 400;
export const SLOW_SECONDS = "seconds of a machine too slow";

/** Statements that should long be done, with what they wait for and who is in their way. */
async function witnessLongStatements(sql: Sql, records: Records): Promise<void> {
  const rows = await sql<{ what: string }[]>`
    select concat_ws(' ', a.pid, a.state, extract(epoch from clock_timestamp() - a.query_start)::numeric(6, 1) || ' s',
      a.wait_event_type, a.wait_event, 'blocked by ' || nullif(pg_blocking_pids(a.pid), '{}')::text, left(a.query, 120)) as what
    from pg_stat_activity as a
    where a.backend_type = 'client backend' and a.state <> 'idle' and a.pid <> pg_backend_pid()
      and a.query_start < clock_timestamp() - interval '2 seconds'`;
  for (const { what } of rows) records.witness(what);
}

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
      await witnessLongStatements(sql, records).catch(() => {});
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
