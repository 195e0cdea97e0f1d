// resolve-systemic-fault, set-model-calls, retry-dead-letter: what operators, and nobody else, may do.
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { accept, deploymentIn, refusal } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { causeSystemicFault, createOperator } from "../support/operators.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf, proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, market } from "../support/traders.ts";

const TOKEN = "executor-token-0123456789";

let project: Project;
let executor: FakeExecutor;
let operator: TestUser;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  project = await startProject({ EXECUTOR_URL: executor.url, EXECUTOR_TOKEN: TOKEN });
  operator = await createOperator(project);
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});
/** A fault is known by its fingerprint: that of another test has to be over, and long ago. Its repairs need not be made. */
Deno.test.beforeEach(async () => {
  const { sql } = project.stack;
  await sql`update public.systemic_faults set status = 'resolved', resolved_at = now() where status = 'open'`;
  await sql`update public.proposed_fixes set status = 'superseded', lease_until = null
    where status in ('queued', 'generating', 'held')`;
  await sql`update public.trader_incidents set status = 'resolved', resolved_at = now(), created_at = created_at - interval '1 hour'
    where status <> 'resolved'`;
});

const resolve = (
  user: TestUser,
  fault_id: string,
  decision: string,
  more: Record<string, unknown> = {},
): Promise<Response> => project.call("resolve-systemic-fault", { fault_id, decision, ...more }, user.headers);

/** The states of these traders' fixes. */
async function fixesOf(traders: string[]): Promise<string[]> {
  const { data } = await project.admin.from("proposed_fixes").select("status, reason").in(
    "trader_id",
    traders,
  );
  return [...new Set((data ?? []).map(({ status, reason }) => `${status} ${reason}`))];
}

Deno.test("a systemic fault is ended by an operator alone: to owners and strangers it does not exist", async () => {
  const fault = await causeSystemicFault(project);
  for (const user of [fault.owners[0], await project.createUser()]) {
    for (const decision of ["release", "discard"]) {
      assert.deepEqual(await refusal(await resolve(user, fault.id, decision)), [
        404,
        "systemic_fault_not_found",
      ]);
    }
  }
  const body = { fault_id: fault.id, decision: "discard" };
  assert.deepEqual(await refusal(await project.call("resolve-systemic-fault", body)), [401, "not_signed_in"]);
  assert.deepEqual(await fixesOf(fault.traders), ["held systemic_fault"]);
  assert.deepEqual(await refusal(await resolve(operator, crypto.randomUUID(), "release")), [
    404,
    "systemic_fault_not_found",
  ]);
});

Deno.test("a systemic fault is ended with its repairs once, and the incidents stay open for their owners to ask", async () => {
  const fault = await causeSystemicFault(project);
  for (let time = 1; time <= 2; time++) {
    const response = await resolve(operator, fault.id, "discard", { reason: "The exchange was down" });
    const { status, decision } = await response.json();
    assert.deepEqual([response.status, status, decision], [200, "resolved", "discard"]);
  }
  assert.deepEqual(await fixesOf(fault.traders), ["superseded fault_discarded"]);
  assert.deepEqual(await refusal(await resolve(operator, fault.id, "release")), [409, "fault_is_over"]);
  const [owner] = fault.owners;
  const { data } = await owner.client.from("trader_incidents").select("id, status");
  assert.deepEqual(data?.map(({ status }) => status), Array(6).fill("open"));
  const asked = await project.call("request-fix", { incident_id: data?.[0]?.id }, owner.headers);
  assert.equal(asked.status, 202);
});

Deno.test("a systemic fault is released once, and its repairs are made", async () => {
  const fault = await causeSystemicFault(project);
  for (let time = 1; time <= 2; time++) {
    const response = await resolve(operator, fault.id, "release");
    assert.deepEqual([response.status, (await response.json()).decision], [200, "release"]);
  }
  await eventually("a repair to be tried", async () => {
    const { count } = await project.admin.from("fix_attempts").select("*", { count: "exact", head: true })
      .in("trader_id", fault.traders);
    return (count ?? 0) > 0 || undefined;
  });
  assert.ok((await fixesOf(fault.traders)).every((state) => !state.startsWith("held")));
  assert.deepEqual(await refusal(await resolve(operator, fault.id, "discard")), [409, "fault_is_over"]);
});

Deno.test("resolve-systemic-fault refuses what makes no sense, naming it", async () => {
  for (
    const body of [{ decision: "forget" }, { decision: "release", reason: "" }, {
      decision: "release",
      more: 1,
    }]
  ) {
    const response = await project.call(
      "resolve-systemic-fault",
      { fault_id: crypto.randomUUID(), ...body },
      operator.headers,
    );
    assert.deepEqual(await refusal(response), [400, "invalid_body"]);
  }
});

Deno.test("model calls are switched off and on by an operator alone, and who did it is kept", async () => {
  const set = (user: TestUser, is_on: unknown): Promise<Response> =>
    project.call("set-model-calls", { is_on }, user.headers);
  assert.deepEqual(await refusal(await set(await project.createUser(), false)), [403, "not_an_operator"]);
  assert.deepEqual(await refusal(await project.call("set-model-calls", { is_on: false })), [
    401,
    "not_signed_in",
  ]);
  assert.deepEqual(await refusal(await set(operator, "off")), [400, "invalid_body"]);
  const switched = async (is_on: boolean): Promise<unknown[]> => {
    const response = await set(operator, is_on);
    const [row] = await project.stack.sql`select model_calls_on, model_calls_set_by from private.settings`;
    return [
      response.status,
      (await response.json()).is_on,
      row?.["model_calls_on"],
      row?.["model_calls_set_by"],
    ];
  };
  assert.deepEqual(await switched(false), [200, false, false, operator.id]);
  assert.deepEqual(await switched(false), [200, false, false, operator.id]);
  assert.deepEqual(await switched(true), [200, true, true, operator.id]);
});

Deno.test("a deployment that was given up is tried again by an operator alone, once, with the platform's token", async () => {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  executor.script.push(() => Response.json({ error: "no such trader" }, { status: 404 }));
  const { deployment } = await (await accept(project, user, fix)).json();
  assert.equal(deployment.status, "failed");
  const retry = (caller: TestUser): Promise<Response> =>
    project.call("retry-dead-letter", { kind: "deployment", id: deployment.id }, caller.headers);
  assert.deepEqual(await refusal(await retry(user)), [404, "dead_letter_not_found"]);
  const answer = await retry(operator);
  assert.deepEqual([answer.status, await answer.json()], [202, { status: "taken_up" }]);
  assert.deepEqual(await (await retry(operator)).json(), { status: "not_dead" });
  const { data } = await project.admin.from("deployments").select("id").eq("trader_id", fix.trader_id)
    .neq("id", deployment.id).single();
  await project.stack.sql`select private.sweep()`;
  await deploymentIn(project, data?.id, "deployed");
  const reloads = executor.reloads.filter(({ traderId }) => traderId === fix.trader_id);
  assert.deepEqual(reloads.map(({ authorization }) => authorization).slice(1), [`Bearer ${TOKEN}`]);
  const { data: audit } = await user.client.rpc("list_audit", { trader_id: fix.trader_id });
  const entry = audit.items.find(({ action }: { action: string }) => action === "deployed_again");
  assert.deepEqual([entry.actor, entry.reason], ["operator", "Tried again by an operator"]);
});

Deno.test("a repair that the platform failed is made again, one that was found wanting is not", async () => {
  const user = await project.createUser();
  await user.client.from("recovery_preferences").insert({ user_id: user.id, auto_regenerate: false });
  const trader = await createTrader(project, user, "missingNilCheck");
  const event = errorEvent(trader, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  const { id } = await fixOf(user, trader, ["held"]);
  const giveUp = (reason: string): Promise<unknown> =>
    project.stack
      .sql`update public.proposed_fixes set status = 'failed', reason = ${reason}, attempt = 3 where id = ${id}`;
  const retry = (): Promise<Response> =>
    project.call("retry-dead-letter", { kind: "fix", id }, operator.headers);
  await giveUp("validation_failed");
  assert.deepEqual(await refusal(await retry()), [409, "not_retryable"]);
  await giveUp("llm_unavailable");
  assert.equal((await retry()).status, 202);
  await eventually("another fix", async () => {
    const { data } = await user.client.from("proposed_fixes").select("status").neq("id", id).maybeSingle();
    return data?.status === "proposed" || undefined;
  });
});

Deno.test("the operators' page is for operators", async () => {
  const user = await project.createUser();
  assert.equal((await user.client.rpc("is_operator")).data, false);
  assert.equal((await operator.client.rpc("is_operator")).data, true);
  const { error } = await user.client.rpc("operator_overview");
  assert.deepEqual([error?.code, error?.details], ["TE403", "not_an_operator"]);
  const { data } = await operator.client.rpc("operator_overview");
  assert.ok(Array.isArray(data.systemic_faults));
});
