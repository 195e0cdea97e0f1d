// The database at scale: the same calls on a small and on a large data set, what it takes in, and what a storm leaves.
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import { BATCH, startExecutors } from "./scale/events.ts";
import { countRows, fill, LARGE, type Size, SMALL } from "./scale/fill.ts";
import { compareIngest, storm, type Writer } from "./scale/ingest.ts";
import { compare, type Measured } from "./scale/measure.ts";
import { planOf } from "./scale/plan.ts";
import { queriesOn, type Query } from "./scale/queries.ts";
import { type Database, openDatabase } from "./scale/server.ts";
import { rounded } from "./runtime/numbers.ts";

const CONNECTIONS = 2;
const INGEST_SLICES = 4;
const STORM_ERRORS = 10_000;
/** At most this much slower on the large data set, at p95. */
const MOST = 1.5;

export async function benchScale(): Promise<object> {
  await using small = await openSet(SMALL);
  await using large = await openSet(LARGE);
  const rows = { small: await countRows(small.database.admin), large: await countRows(large.database.admin) };

  const sql = {
    small: small.database.connect("supabase_admin"),
    large: large.database.connect("supabase_admin"),
  };
  const queries: Measured[] = [];
  const refused: Record<string, string> = {};
  for (const [index, query] of small.queries.entries()) {
    const measure = (change: Partial<Query>): Promise<Measured> =>
      compare({ sql: sql.small, query: { ...query, ...change } }, {
        sql: sql.large,
        query: { ...queryAt(large.queries, index), ...change },
      });
    queries.push(
      await measure({}).catch((error: unknown) => {
        // That its caller cannot make the call is a finding; how long it takes is still worth knowing.
        refused[query.name] = messageOf(error);
        return measure({ role: "postgres" });
      }),
    );
  }
  const slowest = queries.reduce((a, b) => b.p95_large_ms > a.p95_large_ms ? b : a);
  const plans: Record<string, string> = {};
  for (const [index, { name, ratio }] of queries.entries()) {
    if (ratio > MOST || name === slowest.name) {
      plans[name] = await planOf(large.database, queryAt(large.queries, index));
    }
  }

  // Two connections want two cores: what else runs on the machine shows in these numbers.
  const [load = 0] = Deno.loadavg();
  const ingest = await compareIngest(small.writers, large.writers, INGEST_SLICES);
  const { [slowest.name]: slowestPlan = "", ...plansAboveLimit } = plans;
  return {
    rows,
    fill_s: { small: small.seconds, large: large.seconds },
    settings: await settingsOf(large.database),
    queries,
    refused,
    load_before_ingest: rounded(load),
    ingest,
    storm: await stormOn(large),
    slowest_query: slowest.name,
    slowest_query_plan: slowestPlan,
    limit: MOST,
    above_limit: queries.filter(({ ratio }) => ratio > MOST).map(({ name }) => name),
    plans_above_limit: plansAboveLimit,
  };
}

interface DataSet extends AsyncDisposable {
  database: Database;
  queries: Query[];
  writers: Writer[];
  /** What filling it took. */
  seconds: number;
}

async function openSet(size: Size): Promise<DataSet> {
  await using cleanup = new AsyncDisposableStack();
  const database = cleanup.use(await openDatabase());
  const startedAt = performance.now();
  await fill(database.admin, size);
  const seconds = rounded((performance.now() - startedAt) / 1_000);
  const executors = await startExecutors(database.admin, CONNECTIONS);
  const [first] = executors;
  if (!first) throw new Error("There must be an executor");
  const queries = await queriesOn(database.admin, first);
  const writers = executors.map((executor) => ({ executor, sql: database.connect("postgres") }));
  // What the database takes is measured, not how it bounds a caller.
  await database
    .admin`update private.settings set ingest_rows_per_minute = 10000000, ingest_events_per_minute = 10000000`;
  for (const { sql } of writers) await sql`set role service_role`;
  const open = cleanup.move();
  return { database, queries, writers, seconds, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

async function stormOn({ database, writers: [writer] }: DataSet): Promise<object> {
  if (!writer) throw new Error("A storm needs a writer");
  return { ...await storm(database.admin, writer, STORM_ERRORS), batch: BATCH };
}

async function settingsOf(database: Database): Promise<Record<string, string>> {
  const rows = await database.admin<{ name: string; value: string }[]>`
    select s.name, current_setting(s.name) as value from pg_settings as s
    where s.name in ('shared_buffers', 'work_mem', 'fsync', 'synchronous_commit', 'server_version', 'jit')`;
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

function queryAt(queries: readonly Query[], index: number): Query {
  const query = queries[index];
  if (!query) throw new Error(`There is no query ${index}`);
  return query;
}
