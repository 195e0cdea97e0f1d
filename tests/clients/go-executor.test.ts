// The example executor in Go against the real record-error: a filter's goroutine panics, is reported, and the process lives on.
import assert from "node:assert/strict";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader } from "../support/traders.ts";

const FOLDER = new URL("../../clients/go", import.meta.url).pathname;

let project: Project;
let user: TestUser;
let binary: string;

Deno.test.beforeAll(async () => {
  project = await startProject();
  user = await project.createUser();
  binary = `${await Deno.makeTempDir()}/executor`;
  const build = new Deno.Command("go", { args: ["build", "-o", binary, "./examples/executor"], cwd: FOLDER });
  const { success, stderr } = await build.output();
  assert.ok(success, new TextDecoder().decode(stderr));
});
Deno.test.afterAll(async () => {
  await Deno.remove(new URL(".", `file://${binary}`), { recursive: true });
  await project[Symbol.asyncDispose]();
});

async function runExecutor(traderId: string, env: Record<string, string> = {}): Promise<string[]> {
  const command = new Deno.Command(binary, {
    env: {
      RECORD_ERROR_URL: `${project.stack.apiUrl}/functions/v1/record-error`,
      RECORD_ERROR_SECRET: project.recordErrorSecret,
      TRADER_ID: traderId,
      ...env,
    },
    signal: AbortSignal.timeout(30_000),
  });
  const { code, stderr, stdout } = await command.output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n");
}

for (const hasSpool of [false, true]) {
  const name = hasSpool ? "with a spool" : "without a spool";
  Deno.test(`a Go executor ${name} reports the panic of a filter and lives on`, async () => {
    const traderId = await createTrader(project, user, "missingNilCheck");
    const spool = hasSpool ? { SPOOL_DIR: await Deno.makeTempDir() } : {};
    const [first, last = ""] = await runExecutor(traderId, spool);
    assert.equal(first, "still alive");
    assert.deepEqual(JSON.parse(last), { sent: 1, alive: true });

    const { data: errors } = await project.admin.from("trader_error_history").select().eq(
      "trader_id",
      traderId,
    );
    const [stored] = errors ?? [];
    assert.equal(errors?.length, 1);
    assert.equal(stored.error_type, "runtime");
    assert.equal(stored.component, "filter");
    assert.match(stored.error_message, new RegExp(`^panic in trader ${traderId}: runtime error: `));
    assert.match(stored.stack_trace, /evaluate\(/);
    assert.deepEqual([stored.symbol, stored.trigger_interval, stored.stale], ["NEWUSDT", "5m", false]);

    const { data: incident } = await user.client.from("trader_incidents").select().eq("trader_id", traderId)
      .single();
    assert.deepEqual([incident.status, incident.attribution, incident.occurrences], ["open", "code", 1]);
  });
}

Deno.test("a Go executor says which setting it cannot report with", async () => {
  const command = new Deno.Command(binary, {
    env: {
      RECORD_ERROR_URL: "not an address",
      RECORD_ERROR_SECRET: project.recordErrorSecret,
      TRADER_ID: "x",
    },
  });
  const { code, stderr } = await command.output();
  assert.equal(code, 1);
  assert.match(new TextDecoder().decode(stderr), /URL/);
});
