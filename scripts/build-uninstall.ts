// npm run build:uninstall: writes supabase/uninstall.sql, which takes out of a project what the migrations have put there, from what
// they put into an empty one. npm run check compares the two.
import type postgres from "postgres";
import { z } from "zod";
import { startStack } from "../local/stack.ts";

export const UNINSTALL_FILE = "supabase/uninstall.sql";

/** A kind of object, and how each of it is removed; in the order in which nothing is left that needs what goes. */
const STEPS: { what: string; query: string }[] = [
  {
    what: "jobs",
    query:
      `select format('perform cron.unschedule(jobname) from cron.job where jobname = %L;', jobname) as statement
      from cron.job order by jobname`,
  },
  {
    what: "triggers on tables of the project",
    query: `select format('drop trigger if exists %I on %s;', t.tgname, c.oid::regclass) as statement
      from pg_trigger as t join pg_class as c on c.oid = t.tgrelid join pg_proc as p on p.oid = t.tgfoid
      where not t.tgisinternal and p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and (c.relnamespace not in ('public'::regnamespace, 'private'::regnamespace) or c.oid = 'public.traders'::regclass)
      order by 1`,
  },
  {
    what: "policies on tables of the platform",
    query: `select format('drop policy if exists %I on %s;', p.polname, p.polrelid::regclass) as statement
      from pg_policy as p join pg_class as c on c.oid = p.polrelid
      where c.relnamespace = 'realtime'::regnamespace order by 1`,
  },
  {
    what: "functions that take or give rows of tables",
    query: `select 'drop routine if exists' || string_agg(
          format(E'\\n    %s', p.oid::regprocedure), ',' order by p.oid desc) || ';' as statement
      from pg_proc as p
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and exists (
        select from pg_depend as d join pg_type as t on t.oid = d.refobjid join pg_class as c on t.oid in (c.reltype, (
          select rows.typarray from pg_type as rows where rows.oid = c.reltype))
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.refclassid = 'pg_type'::regclass
      )
      having count(*) > 0`,
  },
  {
    what: "views",
    query:
      `select 'drop view if exists ' || string_agg(c.oid::regclass::text, ', ' order by c.oid desc) || ';' as statement
      from pg_class as c where c.relkind = 'v' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      having count(*) > 0`,
  },
  {
    what: "types of rows",
    query: `select format('drop type if exists %s;', c.oid::regclass) as statement
      from pg_class as c
      where c.relkind = 'c' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by c.oid desc`,
  },
  {
    what: "tables",
    query: `select 'drop table if exists' || string_agg(
          format(E'\\n    %s', c.oid::regclass), ',' order by c.oid desc) || ';' as statement
      from pg_class as c
      where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and c.oid <> 'public.traders'::regclass
      having count(*) > 0`,
  },
  {
    what: "sequences",
    query: `select format('drop sequence if exists %s;', c.oid::regclass) as statement
      from pg_class as c
      where c.relkind = 'S' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (select from pg_depend as d where d.objid = c.oid and d.deptype in ('a', 'i'))
      order by 1`,
  },
  {
    what: "functions",
    query: `select 'drop routine if exists' || string_agg(
          format(E'\\n    %s', p.oid::regprocedure), ',' order by p.oid desc) || ';' as statement
      from pg_proc as p where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) having count(*) > 0`,
  },
  {
    what: "types",
    query: `select format('drop type if exists %s;', t.oid::regtype) as statement
      from pg_type as t
      where t.typtype in ('e', 'd') and t.typnamespace in ('public'::regnamespace, 'private'::regnamespace) order by t.oid desc`,
  },
];

const HEAD =
  `-- Takes error recovery out of a project: all that its migrations have made, with all that is in it. Traders stay, with the code they run;
-- of their table the error columns and this product's triggers go. Extensions stay. When something of the project depends on what would
-- go, this stops with its name and changes nothing. One statement, so that it is whole wherever it is run.
-- Made by npm run build:uninstall from the migrations; do not edit.
do $uninstall$
begin
perform set_config('lock_timeout', '5s', true);

-- Nothing is begun while it goes.
delete from vault.secrets where name in ('recovery_functions_url', 'recovery_webhook_secret');
`;

const TRADERS = `
-- traders: where the migrations made the table, its policy no longer asks who is an operator
if exists (
    select from pg_catalog.pg_policies
    where schemaname = 'public' and tablename = 'traders' and policyname = 'Owners see their traders, everybody the built-in ones'
) then
    alter policy "Owners see their traders, everybody the built-in ones" on public.traders
        using (user_id = (select auth.uid()) or user_id is null);
end if;
alter table public.traders
    drop column if exists error_message,
    drop column if exists error_type,
    drop column if exists stack_trace,
    drop column if exists error_count,
    drop column if exists last_error_at;
`;

const END = (versions: string[]): string => `
-- schema private, unless the project has something of its own there
if not exists (select from pg_catalog.pg_class where relnamespace = 'private'::regnamespace)
    and not exists (select from pg_catalog.pg_proc where pronamespace = 'private'::regnamespace)
    and not exists (select from pg_catalog.pg_type where typnamespace = 'private'::regnamespace)
then
    drop schema private;
end if;

-- the history of migrations: with these lines in it a later db push would install nothing
if to_regclass('supabase_migrations.schema_migrations') is not null then
    delete from supabase_migrations.schema_migrations
    where version in (
        ${versions.map((version) => `'${version}'`).join(",\n        ")}
    );
end if;
end
$uninstall$;
`;

const statements = z.array(z.object({ statement: z.string() }));
const versionsSchema = z.array(z.object({ version: z.string() }));

/** What the file has to hold for the migrations that this database has. */
export async function uninstallScript(pool: postgres.Sql): Promise<string> {
  return await pool.begin(async (sql) => {
    // Names are written with their schema where the path has none.
    await sql`set local search_path = ''`;
    const parts: string[] = [];
    for (const { what, query } of STEPS) {
      const found = statements.parse([...await sql.unsafe(query)]);
      if (found.length === 0) continue;
      // Policies of traders ask functions, which go last.
      if (what === "functions") parts.push(TRADERS);
      parts.push(`\n-- ${what}\n${found.map(({ statement }) => statement).join("\n")}\n`);
    }
    const versions = versionsSchema.parse([
      ...await sql`select version from supabase_migrations.schema_migrations order by version`,
    ]);
    return HEAD + parts.join("") + END(versions.map(({ version }) => version));
  });
}

if (import.meta.main) {
  await using stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
  await Deno.writeTextFile(UNINSTALL_FILE, await uninstallScript(stack.sql));
}
