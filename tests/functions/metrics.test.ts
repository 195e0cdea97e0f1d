// What Prometheus reads, and who else may.
import assert from "node:assert/strict";
import { DEFINITIONS } from "../../supabase/functions/metrics/definitions.ts";
import { accepted, deploymentIn } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { createOperator } from "../support/operators.ts";
import { type Project, startProject } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { type Samples, samplesOf } from "../support/prometheus.ts";

const TOKENS = ["metrics-token-0123456789", "metrics-token-9876543210"];

let project: Project;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  project = await startProject({ EXECUTOR_URL: executor.url, METRICS_TOKEN: TOKENS.join(" ") });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

function get(headers: Record<string, string>): Promise<Response> {
  return fetch(`${project.stack.apiUrl}/functions/v1/metrics`, { headers });
}

async function samples(): Promise<Samples> {
  const response = await get({ Authorization: `Bearer ${TOKENS[0]}` });
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  return samplesOf(await response.text());
}

Deno.test("metrics are shown to whoever has one of the tokens, a secret key, or an operator's session", async () => {
  const operator = await createOperator(project);
  const admitted = [
    ...TOKENS.map((token) => ({ Authorization: `Bearer ${token}` })),
    { apikey: project.stack.secretKey },
    operator.headers,
  ];
  for (const headers of admitted) {
    const response = await get(headers);
    assert.equal(response.status, 200);
    await response.body?.cancel();
  }
});

Deno.test("metrics are shown to nobody else", async () => {
  const user = await project.createUser();
  const refused: [Record<string, string>, number, string][] = [
    [{}, 401, "invalid_key"],
    [{ apikey: project.stack.publishableKey }, 401, "invalid_key"],
    [{ Authorization: `Bearer ${TOKENS[0]}x` }, 401, "not_signed_in"],
    [{ Authorization: `Bearer ${project.stack.secretKey}` }, 401, "not_signed_in"],
    [user.headers, 403, "not_an_operator"],
  ];
  for (const [headers, status, code] of refused) {
    const response = await get(headers);
    assert.deepEqual([response.status, (await response.json()).code], [status, code]);
  }
});

Deno.test("metrics count a repair with its deployment, and go on counting when all its rows are deleted", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  await deploymentIn(project, (await accepted(project, user, fix)).id, "deployed");
  const before = await samples();
  assert.ok(before.sum("filter_regeneration_attempts_total") >= 1);
  assert.ok(before.sum("filter_regeneration_success_total", { origin: "rules", validated: "true" }) >= 1);
  assert.ok(before.sum("filter_regeneration_duration_seconds_count") >= 1);
  assert.ok(before.sum("trader_fix_decisions_total", { decision: "accepted" }) >= 1);
  assert.ok(before.sum("trader_deployments_total", { outcome: "deployed" }) >= 1);
  assert.ok(before.sum("trader_incidents_total") >= 1);

  await project.stack.sql`select private.keep_counts()`;
  await project.stack.sql`delete from public.traders where user_id = ${user.id}`;
  await project.stack.sql`select private.keep_counts()`;
  const after = await samples();
  for (const [name, { type }] of Object.entries(DEFINITIONS)) {
    if (type === "counter") assert.ok(after.sum(name) >= before.sum(name), name);
  }
});

Deno.test("metrics count what executors report once its minute is over, once", async () => {
  const { sql } = project.stack;
  await sql`select private.add_ingest_load('test', 7, 3)`;
  const before = (await samples()).sum("trader_error_persist_events_total");
  await sql`update private.ingest_load set minute = minute - interval '3 minutes' where caller = 'test'`;
  await sql`select private.keep_counts()`;
  await sql`select private.keep_counts()`;
  const after = await samples();
  assert.ok(after.sum("trader_error_persist_events_total") >= before + 7);
  assert.ok(after.sum("trader_error_persist_events_total") < before + 14);
});

Deno.test("metrics show a problem by its code", async () => {
  await project.stack.sql`update private.settings set model_calls_on = false`;
  const found = await samples();
  assert.equal(found.sum("recovery_problem", { code: "model_calls_off" }), 1);
  assert.equal(found.sum("recovery_model_calls_on"), 0);
  await project.stack.sql`update private.settings set model_calls_on = true`;
});

Deno.test("every metric that the database gives is defined", async () => {
  const rows = await project.stack.sql<{ name: string }[]>`
    select distinct s ->> 'name' as name from jsonb_array_elements(public.recovery_metrics()) as s`;
  const undefined_ = rows.map(({ name }) => name.replace(/_seconds_sum$/, "_seconds")).filter((name) =>
    !(name in DEFINITIONS)
  );
  assert.deepEqual(undefined_, []);
});
