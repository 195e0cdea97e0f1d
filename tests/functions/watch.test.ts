// The watch over new code, from the accepted fix to the code that runs in the end.
import assert from "node:assert/strict";
import { accepted, deploymentIn } from "../support/decisions.ts";
import { eventually } from "../support/eventually.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf, type ProposedFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, FILTERS, market } from "../support/traders.ts";

const TOKEN = "executor-token-0123456789";
const HEALTHY = `return data.Ticker.LastPrice > 100`;

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

interface Story {
  user: TestUser;
  trader: string;
  fix: ProposedFix;
  deployment: string;
}

/** A trader whose first code was healthy, or never judged, whose second failed, and whose repair is live and on probation. */
async function repaired({ healthyBefore }: { healthyBefore: boolean }): Promise<Story> {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  if (healthyBefore) {
    const { sql } = project.stack;
    await user.client.from("traders").update({ filter: { code: HEALTHY, requiredTimeframes: ["1h"] } }).eq(
      "id",
      trader,
    );
    await sql`update public.filter_versions set judged_at = now() - interval '2 days', live_since = now() - interval '2 days'
      where trader_id = ${trader} and is_running`;
    await sql`select private.settle_health()`;
    await user.client.from("traders").update({
      filter: { code: FILTERS.missingNilCheck.code, requiredTimeframes: ["5m"] },
    }).eq("id", trader);
  }
  await report(trader, { market_data: market("NEWUSDT", 10) });
  const { code, code_sha256, ...fix } = await fixOf(user, trader, ["proposed"]);
  assert.ok(code !== null && code_sha256 !== null);
  const { id, status } = await accepted(project, user, { id: fix.id, code_sha256 });
  assert.equal(status, "deployed");
  return { user, trader, fix: { ...fix, code, code_sha256 }, deployment: id };
}

async function report(trader: string, more: Record<string, unknown> = {}): Promise<string> {
  const event = errorEvent(trader, "missingNilCheck", more);
  const response = await project.callSigned("record-error", event, project.recordErrorSecret);
  const { incidents } = await response.json();
  return incidents[0].incident_id;
}

async function kindsTold(user: TestUser): Promise<string[]> {
  const { data } = await user.client.from("notifications").select("kind").order("created_at").order("id");
  return (data ?? []).map(({ kind }) => kind);
}

Deno.test("a repair that fails again is taken back to the last healthy code, which the executor runs at once", async () => {
  const { user, trader, fix, deployment } = await repaired({ healthyBefore: true });
  const started = performance.now();
  const incident = await report(trader, { code_sha256: fix.code_sha256 });
  const returned = await eventually("a return", async () => {
    const { data } = await user.client.from("deployments").select().eq("trader_id", trader)
      .eq("is_automatic", true).maybeSingle();
    return data?.status === "deployed" ? data : undefined;
  });
  assert.ok(performance.now() - started < 10_000);
  assert.equal((await deploymentIn(project, deployment, "rolled_back")).reason, "fault_on_probation");

  const { data: row } = await user.client.from("traders").select("filter, error_message").eq("id", trader)
    .single();
  assert.deepEqual(row, { filter: { code: HEALTHY, requiredTimeframes: ["1h"] }, error_message: null });
  const reloads = executor.reloads.filter(({ traderId }) => traderId === trader);
  assert.deepEqual(reloads.map(({ authorization }) => authorization), [
    `Bearer ${user.token}`,
    `Bearer ${TOKEN}`,
  ]);

  const { data: page } = await user.client.rpc("incident_page", { incident_id: incident });
  assert.deepEqual(
    [
      page.incident.status,
      page.incident.resolved_by_version_id,
      page.after.id,
      page.after.fix_id,
      page.after.incident_id,
    ],
    ["resolved", returned.version_id, deployment, fix.id, page.incident.regression_of],
  );
  assert.deepEqual(page.fixes, []);
  assert.deepEqual((await kindsTold(user)).slice(-2), ["fix_deployed", "fix_rolled_back"]);
  const { data: versions } = await user.client.rpc("list_versions", { trader_id: trader });
  assert.deepEqual(
    versions.items.map(({ source, health }: Record<string, string>) => [source, health]),
    [["rollback", "probation"], ["fix", "failing"], ["external", "failing"], ["external", "healthy"], [
      "original",
      "failing",
    ]],
  );
});

Deno.test("a repair that fails again stays where no healthy code is known, and the incident says what did not hold", async () => {
  const { user, trader, fix, deployment } = await repaired({ healthyBefore: false });
  const incident = await report(trader, { code_sha256: fix.code_sha256 });
  assert.equal((await deploymentIn(project, deployment, "failed")).reason, "no_healthy_version");
  const { data: page } = await user.client.rpc("incident_page", { incident_id: incident });
  assert.deepEqual([page.incident.status, page.after.fix_id, page.current.id], ["open", fix.id, deployment]);
  assert.equal(page.fixes.length, 1);
  assert.deepEqual((await kindsTold(user)).filter((kind) => kind !== "fix_proposed"), [
    "incident_detected",
    "fix_deployed",
    "incident_detected",
  ]);
});

Deno.test("a repair that fails again stays where its owner wants no automatic return", async () => {
  const { user, trader, fix, deployment } = await repaired({ healthyBefore: true });
  await user.client.from("recovery_preferences").upsert({ user_id: user.id, auto_rollback: false });
  await report(trader, { code_sha256: fix.code_sha256 });
  assert.equal((await deploymentIn(project, deployment, "failed")).reason, "auto_rollback_off");
  const { data } = await user.client.from("deployments").select("id").eq("trader_id", trader);
  assert.equal(data?.length, 1);
});

Deno.test("a repair without a fault is verified when its probation is over, and healthy", async () => {
  const { user, trader, deployment } = await repaired({ healthyBefore: false });
  const { sql } = project.stack;
  await sql`select private.sweep()`;
  await deploymentIn(project, deployment, "deployed");
  await sql`update public.deployments set watch_until = now() - interval '1 s' where id = ${deployment}`;
  await sql`select private.sweep()`;
  await deploymentIn(project, deployment, "verified");
  const { data } = await user.client.from("filter_versions").select("health").eq("trader_id", trader)
    .eq("is_running", true).single();
  assert.equal(data?.health, "healthy");
});

Deno.test("an old machine's errors, and faults of the market data, say nothing against new code", async () => {
  const { trader, deployment } = await repaired({ healthyBefore: true });
  const { data: versions } = await project.admin.from("filter_versions").select("code_sha256").eq(
    "trader_id",
    trader,
  )
    .eq("source", "external").order("version", { ascending: false });
  await report(trader, { code_sha256: versions?.[0]?.code_sha256 });
  await report(trader, { error_message: "failed to fetch klines for symbol NEWUSDT: timeout" });
  await project.stack.sql`select private.sweep()`;
  await deploymentIn(project, deployment, "deployed");
});
