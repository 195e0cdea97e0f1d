// Migrations that are applied again change nothing: by another push, or file by file.
import assert from "node:assert/strict";
import postgres from "postgres";
import { readCatalogue, readContents } from "./snapshot.ts";
import { migrationFiles, openProject, type Project, traderId } from "./support.ts";
import { recordError } from "./recovery.ts";

let project: Project;
Deno.test.beforeAll(async () => {
  project = await openProject({ live: true });
  await project.push();
  // Something to lose.
  await recordError(project, traderId(2), "undefined: math");
  await project.sql`update private.settings set max_attempts = 2`;
});
Deno.test.afterAll(() => project[Symbol.asyncDispose]());

async function state(): Promise<unknown[]> {
  return [...await readCatalogue(project.admin), ...await readContents(project.admin)];
}

Deno.test("a second push changes no object and no row", async () => {
  const before = await state();
  await project.push();
  assert.deepEqual(await state(), before);
});

Deno.test("a migration run a second time changes nothing, whether it is refused or not", async (test) => {
  for (const { name, text } of await migrationFiles()) {
    await test.step(`${name} run a second time changes nothing`, async () => {
      const before = await state();
      await project.sql.begin((tx) => tx.unsafe(text).simple()).catch((error: unknown) => {
        if (!(error instanceof postgres.PostgresError)) throw error;
      });
      const after = await state();
      assert.deepEqual(after.filter((entry, at) => String(entry) !== String(before[at])), []);
      assert.deepEqual(after, before);
    });
  }
});
