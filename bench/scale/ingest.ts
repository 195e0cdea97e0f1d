// How many events a second the database takes, and what a storm leaves in it.
import type { Sql } from "postgres";
import { z } from "zod";
import { rounded } from "../runtime/numbers.ts";
import { BATCH, type Executor } from "./events.ts";

export interface Writer {
  sql: Sql;
  executor: Executor;
}

const SLICE_MS = 2_500;
const BATCHES_PER_SLICE = 250;
const answerSchema = z.object({ accepted: z.number() });

/** One slice: each writer sends batch after batch until the time is over. */
export async function ingestSlice(writers: readonly Writer[]): Promise<{ events: number; seconds: number }> {
  const prepared = writers.map(({ executor }) =>
    Array.from({ length: BATCHES_PER_SLICE }, () => executor.batch())
  );
  const startedAt = performance.now();
  const counts = await Promise.all(writers.map(async ({ sql }, index) => {
    let accepted = 0;
    for (const batch of prepared[index] ?? []) {
      if (performance.now() - startedAt > SLICE_MS) break;
      accepted += await record(sql, batch);
    }
    return accepted;
  }));
  return {
    events: counts.reduce((sum, count) => sum + count, 0),
    seconds: (performance.now() - startedAt) / 1_000,
  };
}

/** Events a second on each data set, in slices that take turns. */
export async function compareIngest(small: Writer[], large: Writer[], slices: number): Promise<object> {
  const total = { small: { events: 0, seconds: 0 }, large: { events: 0, seconds: 0 } };
  for (let slice = 0; slice < slices; slice++) {
    for (const [name, writers] of [["small", small], ["large", large]] as const) {
      const { events, seconds } = await ingestSlice(writers);
      total[name].events += events;
      total[name].seconds += seconds;
    }
  }
  const rate = ({ events, seconds }: { events: number; seconds: number }): number =>
    Math.round(events / seconds);
  return {
    small: rate(total.small),
    large: rate(total.large),
    ratio: rounded(rate(total.small) / rate(total.large)),
    batch: BATCH,
    connections: large.length,
  };
}

/** Sends that many identical errors and says what they left: rows added, and how many they count. */
export async function storm(admin: Sql, { sql, executor }: Writer, errors: number): Promise<object> {
  const { trader_id, message, batch } = executor.storm();
  const state = async (): Promise<{ rows: number; counted: number }> => {
    const [row] = await admin<{ rows: number; counted: number }[]>`
      select count(*)::int as rows, coalesce(sum(h.occurrences), 0)::int as counted
      from public.trader_error_history as h
      where h.trader_id = ${trader_id} and h.error_message = ${message}`;
    if (!row) throw new Error("The database answered nothing");
    return row;
  };
  const before = await state();
  const startedAt = performance.now();
  for (let sent = 0; sent < errors; sent += BATCH) await record(sql, batch());
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await state();
  return {
    errors,
    rows: after.rows - before.rows,
    counted: after.counted - before.counted,
    seconds: rounded(seconds),
  };
}

async function record(sql: Sql, batch: string): Promise<number> {
  const [row] = await sql.unsafe("select public.record_errors($1::text::jsonb) as answer", [batch], {
    prepare: true,
  });
  return answerSchema.parse(row?.["answer"]).accepted;
}
