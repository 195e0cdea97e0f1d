import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";

const TOKEN = "executor-token-0123456789";

let project: Project;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  project = await startProject({ EXECUTOR_URL: executor.url, EXECUTOR_TOKEN: TOKEN });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

/** An accepted fix whose deployment the executor did not take, made due again. */
async function pendingDeployment(): Promise<{ id: string; trader: string }> {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  executor.script.push(() => new Response("oops", { status: 502 }));
  const response = await project.call(
    "apply-fix",
    { fix_id: fix.id, decision: "accept", code_sha256: fix.code_sha256 },
    user.headers,
  );
  const { deployment } = await response.json();
  assert.equal(deployment.status, "pending");
  await project.stack
    .sql`update public.deployments set next_attempt_at = now() - interval '1 minute' where id = ${deployment.id}`;
  return { id: deployment.id, trader: fix.trader_id };
}

function statusOf(id: string, wanted: string): Promise<true> {
  return eventually(`deployment ${wanted}`, async () => {
    const { data } = await project.admin.from("deployments").select("status").eq("id", id).single();
    return data?.status === wanted ? true : undefined;
  });
}

Deno.test("a deployment the executor did not take is rung for by the sweeper and made with the platform's token", async () => {
  const { id, trader } = await pendingDeployment();
  await project.stack.sql`select private.sweep()`;
  await statusOf(id, "deployed");
  const reloads = executor.reloads.filter(({ traderId }) => traderId === trader);
  assert.deepEqual(reloads.map(({ authorization }) => authorization).slice(1), [`Bearer ${TOKEN}`]);
});

Deno.test("a deployment rung for five times at once is made once", async () => {
  const { id, trader } = await pendingDeployment();
  const bells = Array.from(
    { length: 5 },
    () => project.callSigned("deploy-filter", { id }, project.webhookSecret),
  );
  const answers = await Promise.all((await Promise.all(bells)).map((response) => response.json()));
  assert.equal(answers.filter(({ status }) => status === "claimed").length, 1);
  await statusOf(id, "deployed");
  assert.equal(executor.reloads.filter(({ traderId }) => traderId === trader).length, 2);
});

Deno.test("a deployment the executor refuses has failed, and its owner is told", async () => {
  const { id } = await pendingDeployment();
  executor.script.push(() => Response.json({ error: "no such trader" }, { status: 404 }));
  await project.callSigned("deploy-filter", { id }, project.webhookSecret);
  await statusOf(id, "failed");
  const { data } = await project.admin.from("notifications").select("kind").eq("subject_id", id);
  assert.deepEqual(data, [{ kind: "deployment_failed" }]);
});

Deno.test("deploy-filter refuses an unsigned call with 401", async () => {
  const response = await project.call("deploy-filter", { id: crypto.randomUUID() });
  assert.deepEqual([response.status, (await response.json()).code], [401, "invalid_signature"]);
});
