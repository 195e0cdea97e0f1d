// What an operator does to take error recovery out of a project that was there before.
import assert from "node:assert/strict";
import { recordError } from "./recovery.ts";
import { type Catalogue, type Contents, readCatalogue, readContents } from "./snapshot.ts";
import { openProject, type Project, traderId } from "./support.ts";

const script = await Deno.readTextFile("supabase/uninstall.sql");

let project: Project;
let catalogue: Catalogue;
let contents: Contents;
Deno.test.beforeAll(async () => {
  project = await openProject({ live: true });
  catalogue = await readCatalogue(project.admin);
  contents = await readContents(project.admin);
  await project.push();
});
Deno.test.afterAll(() => project[Symbol.asyncDispose]());

/** What the migrations turn on or grant, and uninstall.sql leaves: other things of the project may have come to need it. */
const STAYS = /^(?:(?:relation|function|schema) (?:cron|net)\b|extension |relation public\.traders$)/;

Deno.test("uninstall.sql stops at what the project has built on error recovery, and changes nothing", async () => {
  await project.sql`create view public.failing as select trader_id from public.trader_incidents`;
  const before = await readCatalogue(project.admin);
  await assert.rejects(project.sql.unsafe(script), { code: "2BP01" });
  assert.deepEqual(await readCatalogue(project.admin), before);
  await project.sql`drop view public.failing`;
});

Deno.test("uninstall.sql leaves a project with errors, versions and fixes as it was found, and the migrations apply again", async () => {
  await recordError(project, traderId(2), "undefined: math");
  await project.sql.unsafe(script);
  const after = await readCatalogue(project.admin);
  const changed = [...new Set([...catalogue.keys(), ...after.keys()])].filter((key) =>
    catalogue.get(key) !== after.get(key) && !STAYS.test(key)
  );
  assert.deepEqual(changed, []);
  const left = await readContents(project.admin, contents);
  assert.deepEqual(left, contents);
  await project.push();
  await recordError(project, traderId(2), "undefined: math");
});
