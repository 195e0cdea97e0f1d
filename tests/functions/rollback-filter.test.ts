import assert from "node:assert/strict";
import { accepted, refusal } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { type ProposedFix, proposeFix } from "../support/proposed-fix.ts";
import { FILTERS } from "../support/traders.ts";

let project: Project;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  project = await startProject({ EXECUTOR_URL: executor.url });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

interface Version {
  id: string;
  version: number;
  source: string;
  code: string;
  is_running: boolean;
  author: string | null;
  restores_version: number | null;
  started_at: string | null;
  stopped_at: string | null;
  broke: { summary: string }[];
  deployment: { status: string; reason: string | null } | null;
}

async function deployed(): Promise<{ user: TestUser; fix: ProposedFix }> {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  assert.equal((await accepted(project, user, fix)).status, "deployed");
  return { user, fix };
}

/** Newest first. */
async function versionsOf(user: TestUser, trader: string): Promise<Version[]> {
  const { data, error } = await user.client.rpc("list_versions", { trader_id: trader });
  assert.equal(error, null);
  return data.items;
}

const rollBack = (user: TestUser, body: Record<string, unknown>): Promise<Response> =>
  project.call("rollback-filter", body, user.headers);

Deno.test("rollback-filter makes an earlier version's code run again, and the list tells the whole story", async () => {
  const { user, fix } = await deployed();
  const [, original] = await versionsOf(user, fix.trader_id);
  assert.ok(original !== undefined);
  const response = await rollBack(user, {
    trader_id: fix.trader_id,
    version_id: original.id,
    reason: "I liked it better",
  });
  const { changed, deployment } = await response.json();
  assert.deepEqual([response.status, changed, deployment.status], [200, true, "deployed"]);
  assert.equal(deployment.request_reason, "I liked it better");

  const { data: trader } = await user.client.from("traders").select("filter").eq("id", fix.trader_id)
    .single();
  assert.equal(trader?.filter.code, FILTERS.missingNilCheck.code);
  assert.equal(executor.reloads.filter(({ traderId }) => traderId === fix.trader_id).length, 2);
  const versions = await versionsOf(user, fix.trader_id);
  assert.deepEqual(
    versions.map((version) => [
      version.version,
      version.source,
      version.is_running,
      version.author,
      version.restores_version,
      version.stopped_at === null,
      version.broke.length,
      version.deployment?.status,
      version.deployment?.reason,
    ]),
    [
      [3, "rollback", true, "you", 1, true, 0, "deployed", null],
      [2, "fix", false, "you", null, false, 0, "rolled_back", "taken_back"],
      [1, "original", false, null, null, false, 1, undefined, undefined],
    ],
  );
});

Deno.test("rollback-filter pressed five times at once makes one version", async () => {
  const { user, fix } = await deployed();
  const [, original] = await versionsOf(user, fix.trader_id);
  const body = { trader_id: fix.trader_id, version_id: original?.id };
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => (await rollBack(user, body)).json()),
  );
  assert.equal(answers.filter(({ changed }) => changed === true).length, 1);
  assert.equal(new Set(answers.map(({ deployment }) => deployment.id)).size, 1);
  assert.equal((await versionsOf(user, fix.trader_id)).length, 3);
  assert.equal(executor.reloads.filter(({ traderId }) => traderId === fix.trader_id).length, 2);
});

Deno.test("rollback-filter takes a rollback back", async () => {
  const { user, fix } = await deployed();
  const [fixed, original] = await versionsOf(user, fix.trader_id);
  await rollBack(user, { trader_id: fix.trader_id, version_id: original?.id });
  const { changed } = await (await rollBack(user, { trader_id: fix.trader_id, version_id: fixed?.id }))
    .json();
  assert.equal(changed, true);
  const [newest] = await versionsOf(user, fix.trader_id);
  assert.deepEqual([newest?.version, newest?.code, newest?.restores_version], [4, fix.code, 2]);
});

Deno.test("rollback-filter finds no trader and no version of somebody else", async () => {
  const { user, fix } = await deployed();
  const other = await deployed();
  const [own] = await versionsOf(user, fix.trader_id);
  const [theirs] = await versionsOf(other.user, other.fix.trader_id);
  const tries: [Record<string, unknown>, string][] = [
    [{ trader_id: other.fix.trader_id, version_id: theirs?.id }, "trader_not_found"],
    [{ trader_id: crypto.randomUUID(), version_id: own?.id }, "trader_not_found"],
    [{ trader_id: fix.trader_id, version_id: theirs?.id }, "version_not_found"],
  ];
  for (const [body, code] of tries) assert.deepEqual(await refusal(await rollBack(user, body)), [404, code]);
});

Deno.test("rollback-filter refuses a caller without a session, and a body that does not fit", async () => {
  const body = { trader_id: crypto.randomUUID(), version_id: crypto.randomUUID() };
  assert.deepEqual(await refusal(await project.call("rollback-filter", body)), [401, "not_signed_in"]);
  const user = await project.createUser();
  for (const more of [{ version_id: 3 }, { reason: "" }, { reason: "x".repeat(2_001) }, { force: true }]) {
    assert.deepEqual(await refusal(await rollBack(user, { ...body, ...more })), [400, "invalid_body"]);
  }
});

Deno.test("code that has changed as often as it may is not changed again today, and says until when", async () => {
  const { user, fix } = await deployed();
  const [, original] = await versionsOf(user, fix.trader_id);
  const body = { trader_id: fix.trader_id, version_id: original?.id };
  const other = await project.createUser();
  const proposed = await proposeFix(project, other);
  const accept = { fix_id: proposed.id, decision: "accept", code_sha256: proposed.code_sha256 };
  const { sql } = project.stack;
  try {
    await sql`update private.settings set versions_per_day = 2`;
    const response = await rollBack(user, body);
    const wait = Number(response.headers.get("retry-after"));
    assert.deepEqual(await refusal(response), [429, "too_many_versions"]);
    assert.ok(wait > 0 && wait <= 24 * 60 * 60, `${wait}`);
    await sql`update private.settings set versions_per_day = 1`;
    const accepting = await project.call("apply-fix", accept, other.headers);
    assert.deepEqual(await refusal(accepting), [429, "too_many_versions"]);
  } finally {
    await sql`update private.settings set versions_per_day = default`;
  }
  assert.equal((await versionsOf(user, fix.trader_id)).length, 2);
  // Nothing of what was refused has happened, so it can be done later.
  assert.equal((await (await rollBack(user, body)).json()).changed, true);
  assert.equal((await accepted(project, other, proposed)).status, "deployed");
});
