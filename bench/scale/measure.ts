// Times of the same query on both data sets, turn by turn, so that a noisy machine disturbs both alike.
import type { Sql } from "postgres";
import { quantile, rounded } from "../runtime/numbers.ts";
import { type Query, settings } from "./queries.ts";

const WARM_UP = 20;
const SAMPLES = 200;
const LIMIT_MS = 15_000;

export interface Measured {
  name: string;
  p95_small_ms: number;
  p95_large_ms: number;
  ratio: number;
  samples: number;
}

/** Measures one query on a connection to each data set. Slow ones get fewer samples. */
export async function compare(
  small: { sql: Sql; query: Query },
  large: { sql: Sql; query: Query },
): Promise<Measured> {
  const times: Record<"small" | "large", number[]> = { small: [], large: [] };
  const startedAt = performance.now();
  for (let round = -WARM_UP; round < SAMPLES; round++) {
    if (round > WARM_UP && performance.now() - startedAt > LIMIT_MS) break;
    const took = { small: await timed(small.sql, small.query), large: await timed(large.sql, large.query) };
    if (round < 0) continue;
    times.small.push(took.small);
    times.large.push(took.large);
  }
  const [p95Small, p95Large] = [quantile(times.small, 0.95), quantile(times.large, 0.95)];
  return {
    name: small.query.name,
    p95_small_ms: rounded(p95Small),
    p95_large_ms: rounded(p95Large),
    ratio: rounded(p95Large / p95Small),
    samples: times.small.length,
  };
}

/** Milliseconds that the caller waits for the answer. What it changed is undone, so every call finds the same rows. */
export async function timed(sql: Sql, query: Query): Promise<number> {
  const parameters = query.parameters();
  await sql.unsafe(`begin; select ${settings(query.role, query.claims)}`);
  try {
    const startedAt = performance.now();
    await sql.unsafe(`select ${query.text} as answer`, parameters, { prepare: true });
    return performance.now() - startedAt;
  } finally {
    await sql.unsafe("rollback");
  }
}
