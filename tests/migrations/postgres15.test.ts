// The same migrations on Postgres 15, which older projects run: on the platform that was there before, and the tests of
// tests/db on an empty project.
import assert from "node:assert/strict";
import { installPgTap } from "../support/pgtap.ts";
import { doctorsFindings } from "./doctor.ts";
import { hasPostgres15 } from "./postgres15.ts";
import { fixOf, recordError, repair } from "./recovery.ts";
import { changed, readCatalogue } from "./snapshot.ts";
import { openProject, traderId, userId } from "./support.ts";

const FOLDER = new URL("../db/", import.meta.url);
const ignore = !await hasPostgres15();

Deno.test({
  name: "on Postgres 15 the migrations change no object that was there, can be pushed twice and run the loop",
  ignore,
  async fn(): Promise<void> {
    await using project = await openProject({ live: true, version: 15 });
    const [server] = await project
      .sql`select current_setting('server_version_num')::integer / 10000 as major`;
    assert.equal(server?.major, 15);
    const before = await readCatalogue(project.admin);
    await project.push();
    const pushed = await readCatalogue(project.admin);
    assert.deepEqual(changed(before, pushed), []);
    await project.push();
    assert.deepEqual([...await readCatalogue(project.admin)], [...pushed]);
    assert.deepEqual(await doctorsFindings(project), []);

    const [trader, owner] = [traderId(33), userId(33 % 19 + 1)];
    assert.equal((await recordError(project, trader, "divide by zero")).accepted, 1);
    await repair(project, trader, "return true", owner);
    assert.deepEqual((await fixOf(project, trader)).status, "accepted");
  },
});

Deno.test({
  name: "on Postgres 15 the tests of tests/db pass",
  ignore,
  async fn(test): Promise<void> {
    await using project = await openProject({ live: false, version: 15 });
    await project.push();
    await installPgTap(project.admin);
    const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).filter((name) =>
      name.endsWith("_test.sql")
    );
    for (const name of names.sort()) {
      await test.step(`${name} passes on Postgres 15`, async () => {
        const sql = project.connect(1, "public, extensions");
        const lines = tapLines(await sql.unsafe(await Deno.readTextFile(new URL(name, FOLDER))).simple());
        const plan = lines.find((line) => line.startsWith("1.."));
        assert.deepEqual(lines.filter((line) => /^(not ok|#)/.test(line)), []);
        assert.equal(`1..${lines.filter((line) => line.startsWith("ok")).length}`, plan);
      });
    }
  },
});

// Several statements answer with an array of results, one with its rows.
function tapLines(results: unknown): string[] {
  if (Array.isArray(results)) return results.flatMap(tapLines);
  if (typeof results === "object" && results !== null) return Object.values(results).flatMap(tapLines);
  return typeof results === "string"
    ? results.split("\n").filter((line) => /^(ok|not ok|1\.\.|#)/.test(line))
    : [];
}
