import assert from "node:assert/strict";
import { createServer } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { eventually } from "../support/eventually.ts";
import { FIXTURE, REPOSITORY, startFixture } from "./support.ts";

/** `npm run stack` on an empty project, as a process of its own. */
function startProcess(...args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "local/main.ts", ...args],
    cwd: REPOSITORY,
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

async function readUntil(child: Deno.ChildProcess, text: string): Promise<string> {
  let output = "";
  const reader = child.stdout.getReader();
  while (!output.includes(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The stack ended without saying '${text}': ${output}`);
    output += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  return output;
}

/** Process ids of the whole family below a process, and of nothing else. */
async function descendants(pid: number, generations = Infinity): Promise<number[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "pid=,ppid=,comm="] }).output();
  const rows = new TextDecoder().decode(stdout).trim().split("\n").map((row) => row.trim().split(/\s+/));
  const below = (parent: string, depth: number): string[] => {
    if (depth === 0) return [];
    const children = rows.filter(([, of, name]) => of === parent && name !== "ps");
    return children.flatMap(([child = ""]) => [child, ...below(child, depth - 1)]);
  };
  return below(String(pid), generations).map(Number);
}

async function alive(pids: number[]): Promise<number[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "pid=,stat=", "-p", pids.join(",")] })
    .output();
  const rows = new TextDecoder().decode(stdout).trim().split("\n").filter((row) => row !== "");
  return rows.map((row) => row.trim().split(/\s+/)).filter(([, stat]) => !stat?.startsWith("Z")).map((
    [pid],
  ) => Number(pid));
}

async function allGone(pids: number[]): Promise<void> {
  await eventually("the processes to be gone", async () => (await alive(pids)).length === 0 || undefined);
}

const FREE_PORTS = ["--port", "0", "--db-port", "0", "--mail-port", "0"];

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} ends the stack with code 0 and leaves no process and no folder`, async () => {
    await using folder = await temporaryFolder();
    const child = startProcess(...FREE_PORTS, "--data-dir", folder.path);
    const output = await readUntil(child, "Ctrl-C stops it");
    assert.match(output, /sb_publishable_/);
    const family = await descendants(child.pid);
    assert.ok(family.length >= 3, `only ${family.length} processes`);
    child.kill(signal);
    await child.stdout.cancel();
    assert.equal((await child.status).code, 0);
    assert.deepEqual(await alive(family), []);
  });
}

Deno.test("a killed stack takes its server along", async () => {
  const child = startProcess(...FREE_PORTS);
  await readUntil(child, "Ctrl-C stops it");
  const family = await descendants(child.pid);
  child.kill("SIGKILL");
  await child.stdout.cancel();
  await child.status;
  await allGone(family);
});

for (
  const [option, flag] of [["apiPort", "--port"], ["dbPort", "--db-port"], [
    "mailPort",
    "--mail-port",
  ]] as const
) {
  Deno.test(`a taken ${option} is refused with the port and ${flag}`, async () => {
    await using taken = await takePort();
    await assert.rejects(startFixture({ [option]: taken.port }), {
      name: "PortTakenError",
      message:
        `Port ${taken.port} is taken: stop what listens there, or choose another port with ${flag} <number>`,
    });
  });
}

Deno.test("npm run stack says which port is taken and exits with 1", async () => {
  await using taken = await takePort();
  const child = startProcess("--port", String(taken.port), "--db-port", "0", "--mail-port", "0");
  const output = await new Response(child.stdout).text();
  assert.equal((await child.status).code, 1);
  assert.equal(
    output,
    `Port ${taken.port} is taken: stop what listens there, or choose another port with --port <number>\n`,
  );
});

Deno.test("a data folder keeps its rows from one run to the next", async () => {
  await using folder = await temporaryFolder();
  {
    await using stack = await startFixture({ dataDir: folder.path });
    await stack.sql`insert into public.ungranted (id) values (7)`;
  }
  await using stack = await startFixture({ dataDir: folder.path });
  assert.equal((await stack.sql`select from public.ungranted where id = 7`).length, 1);
});

Deno.test("a server left on the data folder by a killed run is stopped by the next", async () => {
  await using folder = await temporaryFolder();
  const child = startProcess(...FREE_PORTS, "--data-dir", folder.path);
  await readUntil(child, "Ctrl-C stops it");
  const left = Number(
    (await Deno.readTextFile(join(folder.path, "postgres", "postmaster.pid"))).split("\n")[0],
  );
  // The guard among its children would end the server; without it the server outlives its owner.
  for (const pid of await descendants(child.pid, 1)) if (pid !== left) Deno.kill(pid, "SIGKILL");
  child.kill("SIGKILL");
  await child.stdout.cancel();
  await child.status;
  assert.deepEqual(await alive([left]), [left]);

  await using stack = await startFixture({ dataDir: folder.path, migrationsRoot: REPOSITORY });
  assert.deepEqual(await alive([left]), []);
  assert.equal((await stack.sql`select 1 as one`)[0]?.one, 1);
});

Deno.test("Postgres comes back after kill -9, and keeps what it acknowledged", async () => {
  await using stack = await startFixture();
  await stack.sql`insert into public.ungranted (id) values (9)`;
  const killed = stack.postgres.pid ?? 0;
  Deno.kill(killed, "SIGKILL");
  const sql = postgres(stack.dbUrl, { max: 1, onnotice: () => {} });
  const rows = await eventually(
    "the row to be visible",
    () => sql`select from public.ungranted where id = 9`.catch(() => undefined),
  );
  assert.equal(rows.length, 1);
  assert.notEqual(stack.postgres.pid, killed);
  await sql.end();
});

Deno.test("the stack's services work again after the database was away", async () => {
  await using stack = await startFixture();
  await stack.postgres.stop();
  const away = await fetch(`${stack.apiUrl}/rest/v1/notes`, { headers: { apikey: stack.secretKey } });
  assert.equal(away.status, 503);
  assert.equal(away.headers.get("retry-after"), "1");
  assert.equal((await away.json()).code, "PGRST001");
  await stack.postgres.start();
  await eventually("the services to work again", async () => {
    const response = await fetch(`${stack.apiUrl}/rest/v1/rpc/kind_of`, {
      method: "POST",
      headers: { apikey: stack.secretKey, "content-type": "application/json" },
      body: '{"value": {}}',
    });
    return await response.text() === '"object"' || undefined;
  });
});

Deno.test("a migration that fails stops the start with the CLI's message and leaves no process", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(join(folder.path, "supabase", "migrations"), { recursive: true });
  await Deno.copyFile(join(FIXTURE, "supabase", "config.toml"), join(folder.path, "supabase", "config.toml"));
  await Deno.writeTextFile(
    join(folder.path, "supabase", "migrations", "20260101000000_wrong.sql"),
    "create tabel x ();",
  );
  // A process of its own: other tests start and stop stacks beside this one.
  const program = `
    import { startStack } from ${JSON.stringify(new URL("../../local/stack.ts", import.meta.url).href)};
    const root = ${JSON.stringify(folder.path)};
    await startStack({ apiPort: 0, dbPort: 0, mailPort: 0, migrationsRoot: root }).catch((error) => console.log(error.message));
    const ps = await new Deno.Command("ps", { args: ["-o", "comm=", "--ppid", String(Deno.pid)] }).output();
    console.log("left:", new TextDecoder().decode(ps.stdout).split("\\n").filter((name) => name && name !== "ps").join());`;
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", program], cwd: REPOSITORY })
    .output();
  const output = new TextDecoder().decode(stdout);
  assert.match(output, /syntax error at or near "tabel"/);
  assert.match(output, /^left: $/m);
});

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: (): Promise<void> => Deno.remove(path, { recursive: true }) };
}

async function takePort(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    [Symbol.asyncDispose]: (): Promise<void> => new Promise((resolve) => server.close(() => resolve())),
  };
}
