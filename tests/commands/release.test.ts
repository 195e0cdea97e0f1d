import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withoutRelease, withRelease } from "../../scripts/release/config.ts";
import { manifestOf, planRelease } from "../../scripts/release/plan.ts";
import { release } from "./release.ts";

const OWN = '[db.vault]\nown = "env(OWN)"\n\n[functions.hello]\nverify_jwt = true\n';

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "release-" });
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

Deno.test("release configures each function and Vault once, however often it is put there, and all else stays", () => {
  const once = withRelease(OWN, ["notify", "record-error"]);
  assert.equal(withRelease(once, ["notify", "record-error"]), once);
  assert.equal(once.match(/^\[db\.vault\]$/gm)?.length, 1);
  assert.equal(once.match(/^entrypoint = /gm)?.length, 2);
  assert.equal(withoutRelease(once), OWN);
  assert.equal(withoutRelease(withRelease("", ["notify"])), "");
});

Deno.test("release keeps an entry of Vault that the project sets in its own way", () => {
  const config = withRelease('[db.vault]\nrecovery_functions_url = "https://x"\n', []);
  assert.equal(config.match(/recovery_functions_url/g)?.length, 1);
  assert.equal(config.match(/recovery_webhook_secret/g)?.length, 1);
});

for (
  const [what, config] of Object.entries({
    "a section of a function of the same name": "[functions.notify]\nverify_jwt = true\n",
    "a table of Vault without a section": 'db.vault.own = "x"\n',
    "text that is no TOML": "[db\n",
  })
) {
  Deno.test(`release refuses a configuration with ${what}`, () => {
    assert.throws(() => withRelease(config, ["notify"]), { name: "UsageError" });
  });
}

Deno.test("release writes what is new, removes what is no longer of it, and leaves what is equal", () => {
  const last = manifestOf("1", new Map([["migrations/1.sql", "a"], ["functions/old/index.js", "b"]]));
  const found = new Map([["migrations/1.sql", "a"], ["functions/old/index.js", "b"]]);
  const plan = planRelease(new Map([["migrations/1.sql", "a"], ["migrations/2.sql", "c"]]), found, last);
  assert.deepEqual(plan, { write: ["migrations/2.sql"], remove: ["functions/old/index.js"], conflicts: [] });
});

for (
  const [what, found] of Object.entries({
    "a file of the project at the place of one of its own": [["migrations/1.sql", "theirs"]],
    "a function of the project of the same name": [["functions/notify/index.ts", "theirs"]],
    "a file of its own that was changed": [["functions/notify/index.js", "mended by hand"]],
  })
) {
  Deno.test(`release finds ${what} in the way`, () => {
    const last = manifestOf("1", new Map([["functions/notify/index.js", "a"]]));
    const wanted = new Map([["migrations/1.sql", "a"], ["functions/notify/index.js", "b"]]);
    assert.equal(planRelease(wanted, new Map(found as [string, string][]), last).conflicts.length, 1);
  });
}

Deno.test("npm run release changes nothing in a folder that has something in the way, and takes it with --keep", async () => {
  await withFolder(async (folder) => {
    const own = join(folder, "supabase", "functions", "send-notification-email", "index.ts");
    await put(own, "// the project's own\n");
    const refused = await release(folder);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /--keep send-notification-email/);
    assert.deepEqual(await readdir(join(folder, "supabase")), ["functions"]);

    assert.equal((await release(folder, "--keep", "send-notification-email")).code, 0);
    assert.deepEqual(await readdir(dirname(own)), ["index.ts"]);
    const config = await readFile(join(folder, "supabase", "config.toml"), "utf8");
    assert.ok(!config.includes("send-notification-email") && config.includes("[functions.record-error]"));

    assert.equal((await release(folder, "--remove")).code, 0);
    assert.equal(await readFile(own, "utf8"), "// the project's own\n");
  });
});

const misuses: Record<string, [string[], RegExp]> = {
  "no folder": [[], /one FOLDER/],
  "two folders": [["a", "b"], /there are 2/],
  "an unknown option": [["a", "--force"], /--force/],
  "nothing to remove": [["/nowhere", "--remove"], /must hold a release/],
};
for (const [name, [args, named]] of Object.entries(misuses)) {
  Deno.test(`npm run release with ${name} exits with 2 and says what it takes`, async () => {
    const { code, out, err } = await release(...args);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, named);
  });
}
