// A project that has a name the migrations need is told so, before anything is made.
import assert from "node:assert/strict";
import { z } from "zod";
import { added, readCatalogue } from "./snapshot.ts";
import { migrationFiles, openProject } from "./support.ts";

const names = z.array(z.object({ name: z.string() }));

Deno.test("a project that has a table of one of our names is told which, and nothing is made", async () => {
  await using project = await openProject({ live: false });
  await project.sql`create table public.notifications (id integer)`;
  const before = await readCatalogue(project.admin);
  await assert.rejects(project.push(), /public\.notifications/);
  assert.deepEqual(
    added(before, await readCatalogue(project.admin)).filter((key) => /(public|private)\./.test(key)),
    [],
  );
  await project.sql`drop table public.notifications`;
  await project.push();
});

Deno.test("every table and view that the migrations make is among the names they look for first", async () => {
  await using project = await openProject({ live: false });
  await project.push();
  const made = names.parse([
    ...await project.admin`
    select c.relname as name
    from pg_class as c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'v')
      and c.relname <> 'traders'`,
  ]);
  const [first] = await migrationFiles();
  const missing = made.filter(({ name }) => first?.text.includes(`'${name}'`) !== true);
  assert.ok(made.length > 0);
  assert.deepEqual(missing, []);
});
