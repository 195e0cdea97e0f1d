// What Prometheus reads, and who else may.
import assert from "node:assert/strict";
import { DEFINITIONS } from "../../supabase/functions/metrics/definitions.ts";
import { accepted, deploymentIn } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { askedBy, readExpressions } from "../support/monitoring.ts";
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
  assert.ok(before.sum("trader_notifications_total", { kind: "fix_proposed" }) >= 1);

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

Deno.test("metrics count a mail once, by what became of it and the code of the reason, never by what else stands there", async () => {
  const { sql } = project.stack;
  const user = await project.createUser();
  const [notification] = await sql<{ id: string }[]>`
    insert into public.notifications (user_id, kind, subject_id, title, body, link, email_next_attempt_at)
    values (${user.id}, 'systemic_over', gen_random_uuid(), 'A', 'B', '/traders', now() + interval '1 hour') returning id`;
  assert.ok(notification);
  const before = await samples();
  await sql`update public.notifications set email_status = 'failed', email_error = 'Not "a" code' where id = ${notification.id}`;
  await sql`update public.notifications set email_error = 'unreachable' where id = ${notification.id}`;
  const after = await samples();
  const failed = { outcome: "failed" };
  assert.equal(
    after.sum("trader_notification_mails_total", failed),
    before.sum("trader_notification_mails_total", failed) + 1,
  );
  assert.ok(after.all.every(({ labels }) => !/[^a-z_]/.test(labels["reason"] ?? "")));
});

Deno.test("metrics have the open incidents and the errors of the last hour from the figures that are kept", async () => {
  const { sql } = project.stack;
  await sql`select private.keep_figures()`;
  const [figures] = await sql<{ open: number; hour: number }[]>`
    select (select count(*) from public.trader_incidents where status = 'open')::integer as open,
      (select coalesce(sum(occurrences), 0) from public.incident_hours where hour = date_trunc('hour', now()) - interval '1 hour')::integer as hour`;
  const found = await samples();
  assert.equal(found.sum("trader_incidents_open"), figures?.open);
  assert.equal(found.sum("trader_error_occurrences_last_hour"), figures?.hour);
  assert.equal(found.all.filter(({ name }) => name === "trader_incidents_open").length, 3);
});

Deno.test("metrics say when the job that adds counters up last ran", async () => {
  await project.stack.sql`select private.keep_counts()`;
  const found = (await samples()).all.find(({ labels }) => labels["job"] === "counts");
  assert.ok(found && found.value >= 0 && found.value < 60);
});

Deno.test("alerts and dashboard ask for nothing but what is served", async () => {
  const response = await get({ Authorization: `Bearer ${TOKENS[0]}` });
  const served = new Set(
    [...(await response.text()).matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
    ),
  );
  const asked = (await readExpressions()).flatMap((expression) => askedBy(expression).metrics);
  assert.ok(new Set(asked).size > 20);
  // Prometheus itself says of each target whether it is up.
  assert.deepEqual(asked.filter((name) => name !== "up" && !served.has(name)), []);
});

Deno.test("metrics show a problem by its code", async () => {
  await project.stack.sql`update private.settings set model_calls_on = false`;
  const found = await samples();
  assert.equal(found.sum("recovery_problem", { code: "model_calls_off" }), 1);
  assert.equal(found.sum("recovery_model_calls_on"), 0);
  await project.stack.sql`update private.settings set model_calls_on = true`;
});

Deno.test("every metric that the database gives is defined, with each of its labels", async () => {
  const rows = await project.stack.sql<{ name: string; label: string | null }[]>`
    select distinct s ->> 'name' as name, l.label
    from jsonb_array_elements(public.recovery_metrics()) as s
    left join lateral jsonb_object_keys(s -> 'labels') as l (label) on true`;
  const unknown = rows.filter(({ name, label }) => {
    const definition = DEFINITIONS[name.replace(/_seconds_sum$/, "_seconds")];
    const isBucket = definition?.type === "histogram" && label === "le";
    return !definition || (label !== null && !isBucket && !definition.labels?.includes(label));
  });
  assert.deepEqual(unknown, []);
});
