import assert from "node:assert/strict";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { type ProposedFix, proposeFix } from "../support/proposed-fix.ts";

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

const accept = (fix: ProposedFix, user: TestUser, more: Record<string, unknown> = {}): Promise<Response> =>
  project.call(
    "apply-fix",
    { fix_id: fix.id, decision: "accept", code_sha256: fix.code_sha256, ...more },
    user.headers,
  );

Deno.test("apply-fix deploys what was shown, with the user's own token", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const response = await accept(fix, user);
  assert.equal(response.status, 200);
  const { deployment } = await response.json();
  assert.equal(deployment.status, "deployed");

  const { data: trader } = await user.client.from("traders").select("filter, error_message").eq(
    "id",
    fix.trader_id,
  ).single();
  assert.deepEqual([trader?.filter.code, trader?.error_message], [fix.code, null]);
  assert.deepEqual(executor.reloads.filter(({ traderId }) => traderId === fix.trader_id), [
    { traderId: fix.trader_id, authorization: `Bearer ${user.token}` },
  ]);
});

Deno.test("apply-fix accepted ten times at once makes one version and one reload", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const responses = await Promise.all(Array.from({ length: 10 }, () => accept(fix, user)));
  for (const response of responses) {
    assert.equal(response.status, 200);
    await response.body?.cancel();
  }
  const { data: versions } = await user.client.from("filter_versions").select("version").eq(
    "trader_id",
    fix.trader_id,
  );
  assert.equal(versions?.length, 2);
  assert.equal(executor.reloads.filter(({ traderId }) => traderId === fix.trader_id).length, 1);
});

Deno.test("apply-fix refuses another hash than the one shown with 409", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const response = await accept(fix, user, { code_sha256: "0".repeat(64) });
  assert.deepEqual([response.status, (await response.json()).code], [409, "code_mismatch"]);
});

Deno.test("apply-fix refuses a fix of code that no longer runs with 409", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  await user.client.from("traders").update({ filter: { code: "return false" } }).eq("id", fix.trader_id);
  const response = await accept(fix, user);
  assert.deepEqual([response.status, (await response.json()).code], [409, "base_moved"]);
});

Deno.test("apply-fix does not find another user's fix, with 404", async () => {
  const fix = await proposeFix(project, await project.createUser());
  const response = await accept(fix, await project.createUser());
  assert.deepEqual([response.status, (await response.json()).code], [404, "fix_not_found"]);
});

Deno.test("apply-fix refuses a caller without a session with 401", async () => {
  const fix = { id: crypto.randomUUID(), code_sha256: "0".repeat(64) } as ProposedFix;
  for (
    const headers of [{}, { Authorization: "Bearer nonsense" }, { Authorization: "Bearer YWJj.YWJj.AAAA" }, {
      Authorization: `Bearer ${project.stack.secretKey}`,
    }]
  ) {
    const response = await project.call("apply-fix", {
      fix_id: fix.id,
      decision: "accept",
      code_sha256: fix.code_sha256,
    }, headers);
    assert.deepEqual([response.status, (await response.json()).code], [401, "not_signed_in"]);
  }
});

Deno.test("apply-fix tells what the executor refused, and the deployment has failed", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  executor.script.push(() =>
    Response.json({ error: "code validation failed: 1:1: nonsense" }, { status: 400 })
  );
  const { deployment } = await (await accept(fix, user)).json();
  assert.equal(deployment.status, "failed");
  assert.match(deployment.error, /code validation failed/);
});

Deno.test("apply-fix keeps the deployment pending when the executor is in trouble", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  executor.script.push(() => new Response("oops", { status: 502 }));
  const { deployment } = await (await accept(fix, user)).json();
  assert.equal(deployment.status, "pending");
});

Deno.test("apply-fix follows no redirect with the user's token", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  executor.script.push(() => Response.redirect(`${executor.url}/elsewhere`, 307));
  const { deployment } = await (await accept(fix, user)).json();
  assert.equal(deployment.status, "pending");
});

Deno.test("apply-fix rejects a fix with the user's reason", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const body = { fix_id: fix.id, decision: "reject", code_sha256: fix.code_sha256, reason: "Too careful" };
  const response = await project.call("apply-fix", body, user.headers);
  assert.deepEqual([response.status, await response.json()], [200, { status: "rejected" }]);
  const { data } = await user.client.from("proposed_fixes").select("status, decision_reason").eq("id", fix.id)
    .single();
  assert.deepEqual(data, { status: "rejected", decision_reason: "Too careful" });
});

Deno.test("apply-fix answers a browser's preflight", async () => {
  const response = await fetch(`${project.stack.apiUrl}/functions/v1/apply-fix`, {
    method: "OPTIONS",
    headers: { Origin: "https://app.example.com", "Access-Control-Request-Method": "POST" },
  });
  assert.ok(response.ok);
  assert.ok(response.headers.get("access-control-allow-origin"));
  assert.match(response.headers.get("access-control-expose-headers") ?? "", /Retry-After/);
});
