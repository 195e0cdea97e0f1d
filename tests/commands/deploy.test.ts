// An operator's way in and out, with the real CLI: a project that has migrations, functions and settings of its own gets a release,
// what the CLI uploads is what then runs, and nothing of it is left after the removal. Only Supabase's Management API is a stand-in.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { functionEnv, functionNames } from "../../local/functions-config.ts";
import { Functions } from "../../local/functions.ts";
import { removeFolder } from "../../local/files.ts";
import { serveLocally } from "../../local/executor/local-server.ts";
import { type ManagementApi, startManagementApi } from "../../local/management-api.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { runCli } from "../../local/supabase-cli.ts";
import { readCatalogue } from "../migrations/snapshot.ts";
import { eventually } from "../support/eventually.ts";
import { newSecret, sign } from "../support/project.ts";
import { errorEvent, FILTERS, market } from "../support/traders.ts";
import { release } from "./release.ts";

const OWN: Record<string, string> = {
  "config.toml":
    `project_id = "shop"\n\n[db]\nmajor_version = 17\n\n[db.vault]\nown_secret = "env(OWN_SECRET)"\n\n[functions.hello]\nverify_jwt = true\n`,
  "functions/hello/index.ts": `export default { fetch: () => new Response("hello") };\n`,
  "migrations/20250101000000_shop.sql": "create table public.shop (id integer primary key);\n",
  "migrations/20991231000000_later.sql": "alter table public.shop add column name text;\n",
};
const WEBHOOK_SECRET = newSecret();
const RECORD_ERROR_SECRET = newSecret();

/** Extensions that were not there before, and the table that the migrations made for want of one. */
const STAYS =
  /^(?:relation public\.traders\b|(?:relation|function|schema) (?:cron|net)\b|extension pg_(?:net|cron)$)/;

let folder: string;
let api: ManagementApi;
let stack: Stack;
let before: Map<string, string>;
const cleanup = new AsyncDisposableStack();

Deno.test.beforeAll(async () => {
  folder = await Deno.makeTempDir({ prefix: "operator-" });
  cleanup.defer(() => removeFolder(folder));
  await writeAll(join(folder, "supabase"), OWN);
  api = cleanup.use(startManagementApi());
  const nothing = await Deno.makeTempDir({ prefix: "nothing-" });
  cleanup.defer(() => removeFolder(nothing));
  await mkdir(join(nothing, "supabase", "migrations"), { recursive: true });
  stack = cleanup.use(await startStack({ apiPort: 0, dbPort: 0, mailPort: 0, migrationsRoot: nothing }));
  await cli(["db", "push", remote()], { OWN_SECRET: "own" });
  before = await readCatalogue(stack.sql);
});
Deno.test.afterAll(async () => await cleanup.disposeAsync());

const remote = (): string => `--remote=${stack.dbUrl}?sslmode=disable`;

/** In the operator's folder, logged in at the stand-in. */
async function cli(args: string[], env: Record<string, string> = {}): Promise<string> {
  const profile = join(folder, "profile.yaml");
  await writeFile(
    profile,
    `name: local\napi_url: ${api.url}\ndashboard_url: ${api.url}\nproject_host: local.invalid\n`,
  );
  return await runCli([...args, "--yes", `--workdir=${folder}`], {
    cwd: folder,
    env: { ...env, SUPABASE_PROFILE: profile, SUPABASE_ACCESS_TOKEN: `sbp_${"0".repeat(40)}` },
  });
}

Deno.test("an operator's project is deployed with link, db push, secrets set and functions deploy, repairs a filter, and is left as it was", async (test) => {
  await test.step("release adds to the project what it lacks and keeps what it has", async () => {
    assert.equal((await release(folder)).code, 0);
    for (const [path, text] of Object.entries(OWN).filter(([path]) => path !== "config.toml")) {
      assert.equal(await readFile(join(folder, "supabase", path), "utf8"), text);
    }
  });

  await using functions = await deployLater();
  await test.step("link and db push take the migrations among the project's own, and store what the database signs with", async () => {
    await cli(["link", "--project-ref", api.projectRef]);
    await cli(["db", "push", "--include-all", remote()], {
      OWN_SECRET: "own",
      RECOVERY_FUNCTIONS_URL: functions.url,
      RECOVERY_WEBHOOK_SECRET: WEBHOOK_SECRET,
    });
    const names = await stack.sql`select name from vault.secrets order by name`;
    assert.deepEqual(names.map(({ name }) => name), [
      "own_secret",
      "recovery_functions_url",
      "recovery_webhook_secret",
    ]);
  });

  await test.step("secrets set and functions deploy upload each function as one file of at most 5 MB, and the project's own", async () => {
    const file = join(folder, "secrets.env");
    await writeFile(
      file,
      Object.entries({ WEBHOOK_SECRET, RECORD_ERROR_SECRET }).map((pair) => pair.join("=")).join("\n"),
    );
    await cli(["secrets", "set", "--env-file", file]);
    await cli(["functions", "deploy", "--use-api"]);
    assert.equal(api.functions.get("hello")?.verifyJwt, true);
    const ours = [...api.functions.values()].filter(({ slug }) => slug !== "hello");
    assert.deepEqual(ours.map(({ slug }) => slug).sort(), await functionNames("supabase/functions"));
    for (const { slug, entrypoint, verifyJwt, files } of ours) {
      const path = `supabase/functions/${slug}/index.js`;
      assert.deepEqual([entrypoint, verifyJwt, [...files.keys()]], [path, false, [path]]);
    }
  });

  await test.step("what was uploaded, on the Deno of production, takes a report and proves a repair of the filter", async () => {
    await functions.start();
    const [row] = await stack.sql<{ id: string }[]>`insert into public.traders (name, filter)
      values ('Dip hunter', ${stack.sql.json({ code: FILTERS.missingNilCheck.code })}) returning id`;
    const event = errorEvent(row?.id ?? "", "missingNilCheck", { market_data: market("NEWUSDT", 10) });
    const body = JSON.stringify(event);
    const response = await fetch(`${functions.url}/record-error`, {
      method: "POST",
      body,
      headers: sign(body, RECORD_ERROR_SECRET),
    });
    assert.equal(response.status, 202);
    const fix = await eventually("a proven repair", async () => {
      const [fix] = await stack.sql`select status, origin, validated from public.proposed_fixes
        where status not in ('queued', 'generating')`;
      return fix;
    });
    assert.deepEqual({ ...fix }, { status: "proposed", origin: "rules", validated: true });
  });

  await test.step("release --remove and uninstall.sql leave the project and its folder as they were, but for traders and extensions", async () => {
    await cli(["db", "query", remote(), "--file", join(Deno.cwd(), "supabase", "uninstall.sql")]);
    const after = await readCatalogue(stack.sql);
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) =>
      before.get(key) !== after.get(key) && !STAYS.test(key)
    );
    assert.deepEqual(changed, []);
    for (const name of await functionNames("supabase/functions")) await cli(["functions", "delete", name]);
    assert.deepEqual([...api.functions.keys()], ["hello"]);
    assert.equal((await release(folder, "--remove")).code, 0);
    await cli(["db", "push", remote()], { OWN_SECRET: "own" });
    for (const [path, text] of Object.entries(OWN)) {
      assert.equal(await readFile(join(folder, "supabase", path), "utf8"), text);
    }
  });
});

interface Later extends AsyncDisposable {
  /** Where the functions will be. */
  url: string;
  /** Runs what was uploaded, with what was set. */
  start(): Promise<void>;
}

async function deployLater(): Promise<Later> {
  await using cleanup = new AsyncDisposableStack();
  let functions: Functions | undefined;
  const server = cleanup.use(serveLocally(0, "", async (request) => {
    const [, name = ""] = /^\/functions\/v1\/([\w-]+)/.exec(new URL(request.url).pathname) ?? [];
    return await functions?.fetch(name, `/${name}`, request) ?? new Response(null, { status: 404 });
  }));
  const running = cleanup.move();
  return {
    url: `${server.url}/functions/v1`,
    async start(): Promise<void> {
      const root = await Deno.makeTempDir({ prefix: "uploaded-" });
      running.defer(() => removeFolder(root));
      for (const { files } of api.functions.values()) await writeAll(root, Object.fromEntries(files));
      const place = join(root, "supabase", "functions");
      functions = running.use(
        new Functions({
          folder: place,
          env: { ...await functionEnv(place, stack.apiUrl, stack.dbUrl), ...Object.fromEntries(api.secrets) },
          edgeRuntime: true,
          onLog: () => {},
        }),
      );
      await functions.bootAll();
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function writeAll(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}
