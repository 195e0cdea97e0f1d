// Deployments against an executor whose answers are scripted: what the user is told at once, and what becomes of it.
import assert from "node:assert/strict";
import { tokenOfApp } from "../../supabase/functions/_shared/executor-token.ts";
import { accepted, deploymentIn, sweepDue } from "../support/decisions.ts";
import { eventually } from "../support/eventually.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { type ProposedFix, proposeFix } from "../support/proposed-fix.ts";
import { errorEvent } from "../support/traders.ts";

const TOKEN = "executor-token-0123456789";

let project: Project;
let executor: FakeExecutor;
let apps: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  apps = startFakeExecutor();
  project = await startProject({
    EXECUTOR_URL: executor.url,
    EXECUTOR_TOKEN: TOKEN,
    // An app's name may consist of digits.
    EXECUTOR_APP_URL: "http://127.0.0.1:{app}",
  });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
  await apps[Symbol.asyncDispose]();
});

async function proposed(): Promise<{ user: TestUser; fix: ProposedFix }> {
  const user = await project.createUser();
  return { user, fix: await proposeFix(project, user) };
}

const report = async (fix: ProposedFix, more: Record<string, unknown>): Promise<void> => {
  const event = errorEvent(fix.trader_id, "noTrades", more);
  const response = await project.callSigned("record-error", event, project.recordErrorSecret);
  assert.equal((await response.json()).accepted, 1);
};

Deno.test("a deployment whose reload names the new code is live, confirmed and watched", async () => {
  const { user, fix } = await proposed();
  executor.script.push(() => Response.json({ success: true, code_sha256: fix.code_sha256 }));
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.next, deployment.reason], ["deployed", "watch", null]);
  assert.ok(deployment.live_since !== null && deployment.confirmed_at !== null);
  assert.ok(Date.parse(deployment.watch_until ?? "") > Date.now());
});

Deno.test("a deployment whose reload names no code is confirmed by the next error that does", async () => {
  const { user, fix } = await proposed();
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.confirmed_at], ["deployed", null]);
  await report(fix, { code_sha256: fix.code_sha256, error_message: "failed to fetch klines for symbol X" });
  assert.ok((await deploymentIn(project, deployment.id, "deployed")).confirmed_at !== null);
});

Deno.test("a reload that leaves other code running is tried again until the new code runs", async () => {
  const { user, fix } = await proposed();
  executor.script.push(() => Response.json({ success: true, code_sha256: "0".repeat(64) }));
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.reason, deployment.next], [
    "pending",
    "stale_code",
    "retry",
  ]);
  executor.script.push(() => Response.json({ success: true, code_sha256: fix.code_sha256 }));
  await sweepDue(project, deployment.id);
  assert.ok((await deploymentIn(project, deployment.id, "deployed")).confirmed_at !== null);
});

Deno.test("an executor that said it took the code and goes on with the old one is asked again", async () => {
  const { user, fix } = await proposed();
  const { data: before } = await project.admin.from("filter_versions").select("code_sha256")
    .eq("trader_id", fix.trader_id).eq("is_running", true).single();
  const deployment = await accepted(project, user, fix);
  await project.stack.sql`update public.deployments set deployed_at = now() - interval '5 minutes'
    where id = ${deployment.id}`;
  await report(fix, { code_sha256: before?.code_sha256 });
  assert.equal((await deploymentIn(project, deployment.id, "pending")).reason, "stale_code");
  await sweepDue(project, deployment.id);
  await deploymentIn(project, deployment.id, "deployed");
  const tokens = executor.reloads.filter(({ traderId }) => traderId === fix.trader_id);
  assert.deepEqual(tokens.map(({ authorization }) => authorization), [
    `Bearer ${user.token}`,
    `Bearer ${TOKEN}`,
  ]);
});

Deno.test("a machine that is asleep and wakes up gets the code from the sweeper", async () => {
  const { user, fix } = await proposed();
  const asleep = (): Response => new Response("machine is stopped", { status: 503 });
  executor.script.push(asleep);
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.next, deployment.attempts], ["pending", "retry", 1]);
  assert.ok(Date.parse(deployment.next_attempt_at) > Date.now());
  executor.script.push(asleep);
  await sweepDue(project, deployment.id);
  await eventually("a second attempt", async () => {
    const { data } = await project.admin.from("deployments").select("attempts, lease_until").eq(
      "id",
      deployment.id,
    ).single();
    return data?.attempts === 2 && data.lease_until === null ? true : undefined;
  });
  await sweepDue(project, deployment.id);
  await deploymentIn(project, deployment.id, "deployed");
});

Deno.test("a session that has expired by the time of the reload is replaced by the platform's token", async () => {
  const { user, fix } = await proposed();
  executor.script.push(() => Response.json({ error: "token expired" }, { status: 401 }));
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.reason], ["pending", "not_admitted"]);
  await sweepDue(project, deployment.id);
  await deploymentIn(project, deployment.id, "deployed");
  assert.equal(executor.reloads.at(-1)?.authorization, `Bearer ${TOKEN}`);
});

Deno.test("a connection that is cut leaves the deployment to the sweeper", async () => {
  const { user, fix } = await proposed();
  executor.script.push(() => {
    const cut = new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
    return new Response(cut, { headers: { "Content-Type": "application/json" } });
  });
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.reason], ["pending", "unreachable"]);
  await sweepDue(project, deployment.id);
  await deploymentIn(project, deployment.id, "deployed");
});

Deno.test("a deployment that the executor refuses says so, and is made again when the user wants it", async () => {
  const { user, fix } = await proposed();
  executor.script.push(() => Response.json({ error: "code validation failed: 1:1" }, { status: 400 }));
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.reason, deployment.next], ["failed", "refused", "decide"]);
  const again = await project.call(
    "rollback-filter",
    { trader_id: fix.trader_id, version_id: deployment.version_id },
    user.headers,
  );
  const { changed, deployment: second } = await again.json();
  assert.deepEqual([changed, second.status, second.version_id], [false, "deployed", deployment.version_id]);
  assert.notEqual(second.id, deployment.id);
});

Deno.test("the executor of a user with an app is that app, and nobody else's token goes there", async () => {
  const { user, fix } = await proposed();
  await project.stack.sql`create table if not exists public.user_fly_apps
    (user_id uuid, fly_app_name text, status text)`;
  await project.stack.sql`insert into public.user_fly_apps values
    (${user.id}, ${new URL(apps.url).port}, 'active'), (${user.id}, 'a-former-app', 'destroyed')`;
  const deployment = await accepted(project, user, fix);
  assert.equal(deployment.status, "deployed");
  const of = ({ reloads }: FakeExecutor): number =>
    reloads.filter(({ traderId }) => traderId === fix.trader_id).length;
  assert.deepEqual([of(apps), of(executor)], [1, 0]);
});

Deno.test("the platform reloads the app of a user with that app's token, and never shows it its own", async () => {
  const { user, fix } = await proposed();
  const app = new URL(apps.url).port;
  await project.stack.sql`create table if not exists public.user_fly_apps
    (user_id uuid, fly_app_name text, status text)`;
  await project.stack.sql`insert into public.user_fly_apps values (${user.id}, ${app}, 'active')`;
  apps.script.push(() => new Response("machine is stopped", { status: 503 }));
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.reason], ["pending", "executor_error"]);
  await sweepDue(project, deployment.id);
  await deploymentIn(project, deployment.id, "deployed");
  const shown = apps.reloads.filter(({ traderId }) => traderId === fix.trader_id);
  assert.deepEqual(shown.map(({ authorization }) => authorization), [
    `Bearer ${user.token}`,
    `Bearer ${tokenOfApp(app, TOKEN)}`,
  ]);
});

Deno.test("an app whose name would lead elsewhere is not asked", async () => {
  const { user, fix } = await proposed();
  await project.stack.sql`create table if not exists public.user_fly_apps
    (user_id uuid, fly_app_name text, status text)`;
  await project.stack
    .sql`insert into public.user_fly_apps values (${user.id}, 'evil.example.com/', 'active')`;
  const deployment = await accepted(project, user, fix);
  assert.deepEqual([deployment.status, deployment.reason], ["failed", "not_configured"]);
  assert.ok(!executor.reloads.some(({ traderId }) => traderId === fix.trader_id));
});
