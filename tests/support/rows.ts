// What the database holds, to show that a call has changed nothing.
import type { Project } from "./project.ts";

/** All rows of the API's tables, and of those in which calls are counted, as one hash for each table. */
export async function rowsOf({ stack: { sql } }: Project): Promise<Record<string, string>> {
  const tables = await sql`select format('%I.%I', schemaname, tablename) as name from pg_catalog.pg_tables
    where schemaname = 'public' or (schemaname = 'private' and tablename in ('settings', 'error_event_ids', 'ingest_load', 'preview_load'))
    order by 1`;
  const hashes: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await sql.unsafe(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${name} as t`,
    );
    hashes[name] = row?.hash;
  }
  return hashes;
}
