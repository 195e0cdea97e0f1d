// The migrations on a platform that was there before: nothing of it changes, and it works all the while.
import assert from "node:assert/strict";
import { z } from "zod";
import { doctorsFindings } from "./doctor.ts";
import { added, type Catalogue, changed, type Contents, readCatalogue, readContents } from "./snapshot.ts";
import { openProject, type Project } from "./support.ts";
import { Traffic } from "./traffic.ts";

const MAX_WAIT_MS = 1000;
const COLUMNS = ["error_count", "error_message", "error_type", "last_error_at", "stack_trace"];

let project: Project;
let catalogue: { before: Catalogue; after: Catalogue };
let contents: { before: Contents; after: Contents };
let files: { before: Map<string, number>; after: Map<string, number> };
let traffic: Traffic;
let pushError: unknown;
let busy = { traders: 0, wrong: 0 };

Deno.test.beforeAll(async () => {
  project = await openProject({ live: true, signals: 1_000_000 });
  const { admin } = project;
  traffic = await Traffic.prepare(project);
  const before = { catalogue: await readCatalogue(admin), contents: await readContents(admin) };
  const filesBefore = await relationFiles();
  traffic.start();
  pushError = await project.push().catch((error: unknown) => error);
  await traffic.stop();
  if (pushError === undefined) busy = await tidyBusyTraders();
  catalogue = { before: before.catalogue, after: await readCatalogue(admin) };
  contents = { before: before.contents, after: await readContents(admin, before.contents) };
  files = { before: filesBefore, after: await relationFiles() };
});
Deno.test.afterAll(() => project[Symbol.asyncDispose]());

Deno.test("the migrations can be pushed while the platform is at work", () => {
  assert.equal(pushError, undefined);
});

Deno.test("the migrations make no write of the platform fail", () => {
  assert.deepEqual(traffic.failures, []);
});

Deno.test("the migrations change no object that was there", () => {
  assert.deepEqual(changed(catalogue.before, catalogue.after), []);
});

Deno.test("the migrations add to the project's tables nothing but the error columns and triggers of traders", () => {
  const news = added(catalogue.before, catalogue.after);
  const old = [...catalogue.before.keys()].filter((key) => /^relation public\.\w+$/.test(key));
  const onOld = news.filter((key) => old.some((relation) => key.startsWith(`${relation} `)));
  const notTriggers = onOld.filter((key) => !key.startsWith("relation public.traders trigger "));
  const expected = COLUMNS.map((name) => `relation public.traders column ${name}`);
  assert.deepEqual(notTriggers.sort(), expected);
});

Deno.test("the doctor finds all that the migrations make, on a platform of its own", async () => {
  assert.deepEqual(await doctorsFindings(project), []);
});

Deno.test("the migrations leave every row as it was", () => {
  assert.deepEqual([...contents.after], [...contents.before]);
});

Deno.test("the migrations rewrite no table that was there", () => {
  assert.deepEqual([...files.before].filter(([name, file]) => files.after.get(name) !== file), []);
});

Deno.test("the migrations keep no read and no write of a trader waiting for a second", () => {
  assert.ok(traffic.reads > 0 && traffic.writes > 0);
  assert.ok(traffic.longestWrite <= MAX_WAIT_MS, `a write waited ${traffic.longestWrite} ms`);
  assert.ok(traffic.longestRead <= MAX_WAIT_MS, `a read waited ${traffic.longestRead} ms`);
});

Deno.test("the migrations give every trader one running version that holds its code", async () => {
  const rows = await project.sql`
    select t.name
    from public.traders as t
    cross join lateral (
      select case when jsonb_typeof(t.filter) = 'string' then (t.filter #>> '{}')::jsonb else t.filter end as filter
    ) as f
    where (
      select count(*) from public.filter_versions as v
      where v.trader_id = t.id and v.is_running and v.version = 1 and v.source = 'original'
        and v.user_id is not distinct from t.user_id
        and v.code = f.filter ->> 'code' and v.series_code = coalesce(f.filter ->> 'seriesCode', '')
        and v.code_sha256 = encode(
          sha256(convert_to(v.code, 'UTF8') || '\\x00'::bytea || convert_to(v.series_code, 'UTF8')), 'hex')
    ) <> 1 or (select count(*) from public.filter_versions as v where v.trader_id = t.id) <> 1`;
  assert.deepEqual(rows.map(({ name }) => name), []);
});

Deno.test("a trader made or edited while the migrations are pushed has one running version, of its code", () => {
  assert.ok(busy.traders > 0);
  assert.equal(busy.wrong, 0);
});

/** Removes what traffic made, which is not to be compared, and says how many of it lack their version. */
async function tidyBusyTraders(): Promise<{ traders: number; wrong: number }> {
  const counts = z.tuple([z.object({ traders: z.number(), wrong: z.number() })]);
  const [found] = counts.parse([
    ...await project.sql`
    select count(*)::integer as traders, count(*) filter (where (
      select count(*) from public.filter_versions as v
      where v.trader_id = t.id and v.is_running and v.code = t.filter ->> 'code'
    ) <> 1)::integer as wrong
    from public.traders as t where t.name = 'Busy'`,
  ]);
  await project.sql`delete from public.traders where name = 'Busy'`;
  return found;
}

async function relationFiles(): Promise<Map<string, number>> {
  const row = z.object({ name: z.string(), file: z.number() });
  const rows = z.array(row).parse([
    ...await project.admin`
    select oid::regclass::text as name, relfilenode::bigint::float8 as file
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')`,
  ]);
  return new Map(rows.map(({ name, file }) => [name, file]));
}
