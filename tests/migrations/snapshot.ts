// What a project is made of and what it holds, to be compared before and after.
import type postgres from "postgres";
import { z } from "zod";
import { script } from "./support.ts";

/** Definitions by key, as catalogue.sql names them. */
export type Catalogue = Map<string, string>;

/** A hash by table and its columns. */
export type Contents = Map<string, { columns: string[]; hash: string }>;

const object = z.object({ key: z.string(), definition: z.string().nullable() });
const table = z.object({ name: z.string(), columns: z.array(z.string()) });
const hashed = z.tuple([z.object({ hash: z.string() })]);

export async function readCatalogue(sql: postgres.Sql): Promise<Catalogue> {
  const rows = z.array(object).parse([...await sql.unsafe(await script("catalogue.sql"))]);
  const entries = rows.map(({ key, definition }): [string, string] => [key, definition ?? ""]);
  return new Map(entries.sort(([a], [b]) => a < b ? -1 : 1));
}

/** Hashes all rows; `columns` says which of them, by table, else every one counts. */
export async function readContents(sql: postgres.Sql, only?: Contents): Promise<Contents> {
  const found = z.array(table).parse([
    ...await sql`
    select c.oid::regclass::text as name, array_agg(quote_ident(a.attname) order by a.attnum) as columns
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'auth'::regnamespace,
      (select oid from pg_namespace where nspname = 'private'), (select oid from pg_namespace where nspname = 'cron'))
    group by c.oid
    order by name`,
  ]);
  const contents: Contents = new Map();
  for (const { name, columns } of found) {
    const wanted = only ? only.get(name)?.columns : columns;
    if (wanted === undefined) continue;
    const [{ hash }] = hashed.parse([
      ...await sql.unsafe(`
      select count(*) || ' ' || coalesce(sum(('x' || left(md5(row(${
        wanted.join(", ")
      })::text), 15))::bit(60)::bigint), 0) as hash
      from ${name}`),
    ]);
    contents.set(name, { columns: wanted, hash });
  }
  return contents;
}

/** Keys of `before` whose definition has changed or gone. */
export function changed(before: Catalogue, after: Catalogue): string[] {
  return [...before].filter(([key, definition]) => after.get(key) !== definition).map(([key]) => key);
}

/** Keys that are new. */
export function added(before: Catalogue, after: Catalogue): string[] {
  return [...after.keys()].filter((key) => !before.has(key));
}
