// Answers of a running project, held against the API reference: each function's success, and what it mainly refuses.
import assert from "node:assert/strict";
import { signUnsubscribe } from "../../supabase/functions/_shared/unsubscribe-token.ts";
import { accept, refusal } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { causeSystemicFault, createOperator } from "../support/operators.ts";
import { newSecret, type Project, startProject, type TestUser } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, market } from "../support/traders.ts";
import { apiDocument, assertDocumented } from "./api-document.ts";

const resendSecret = newSecret();
const mail = { to: "a@example.com", subject: "Hello", html: "<p>Hello</p>" };
let project: Project;
let executor: FakeExecutor;
let user: TestUser;
let operator: TestUser;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  executor.markets.set("BTCUSDT", market("BTCUSDT", 300)["klines"] as Record<string, unknown[]>);
  project = await startProject({
    EXECUTOR_URL: executor.url,
    RESEND_WEBHOOK_SECRET: resendSecret,
    PREVIEW_WORK_MS: "10000",
  });
  user = await project.createUser();
  operator = await createOperator(project);
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

/** Asserts the status, and that the answer is as it is documented. */
async function check(name: string, status: number, answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  assert.equal(response.status, status, `${name}: ${await response.clone().text()}`);
  await assertDocumented(name, response.clone());
  return response;
}

const as = (who: TestUser, name: string, body: unknown): Promise<Response> =>
  project.call(name, body, who.headers);

Deno.test("record-error answers as documented: stored, rejected, refused", async () => {
  const trader = await createTrader(project, user, "endless");
  const event = errorEvent(trader, "endless");
  const report = (body: unknown): Promise<Response> =>
    project.callSigned("record-error", body, project.recordErrorSecret);
  await check("record-error", 202, report(event));
  await check(
    "record-error",
    202,
    report({ events: [event, { event_id: "no" }, errorEvent(crypto.randomUUID(), "endless")] }),
  );
  await check("record-error", 400, report({ events: [] }));
  await check("record-error", 401, project.call("record-error", event));
});

Deno.test("preview-fix, apply-fix and rollback-filter answer as documented", async () => {
  const fix = await proposeFix(project, user);
  await check("preview-fix", 200, as(user, "preview-fix", { fix_id: fix.id }));
  await check("preview-fix", 404, as(user, "preview-fix", { fix_id: crypto.randomUUID() }));
  await check("apply-fix", 409, accept(project, user, { ...fix, code_sha256: "0".repeat(64) }));
  await check("apply-fix", 422, accept(project, user, fix, { code: "return nothing" }));
  const answer = await check("apply-fix", 200, accept(project, user, fix));
  const { version_id } = await answer.json();
  await check("rollback-filter", 200, as(user, "rollback-filter", { trader_id: fix.trader_id, version_id }));
  const unknown = { trader_id: fix.trader_id, version_id: crypto.randomUUID() };
  await check("rollback-filter", 404, as(user, "rollback-filter", unknown));
  const other = await proposeFix(project, user);
  const rejection = { fix_id: other.id, decision: "reject", code_sha256: other.code_sha256, reason: "No" };
  await check("apply-fix", 200, as(user, "apply-fix", rejection));
  const { data } = await user.client.from("trader_incidents").select("id").eq("trader_id", other.trader_id)
    .single();
  assert.ok(data);
  await check("request-fix", 202, as(user, "request-fix", { incident_id: data.id, hint: "Less" }));
  await check(
    "set-incident-status",
    200,
    as(user, "set-incident-status", { incident_id: data.id, status: "ignored" }),
  );
});

Deno.test("what users ask of incidents that are not theirs is refused as documented", async () => {
  const incident_id = crypto.randomUUID();
  await check("request-fix", 404, as(user, "request-fix", { incident_id }));
  await check(
    "set-incident-status",
    404,
    as(user, "set-incident-status", { incident_id, status: "resolved" }),
  );
  await check("set-incident-status", 400, as(user, "set-incident-status", { incident_id, status: "gone" }));
});

Deno.test("what operators decide is answered as documented", async () => {
  const fault = await causeSystemicFault(project);
  const body = { fault_id: fault.id, decision: "discard" };
  await check("resolve-systemic-fault", 404, as(user, "resolve-systemic-fault", body));
  await check("resolve-systemic-fault", 200, as(operator, "resolve-systemic-fault", body));
  await check(
    "resolve-systemic-fault",
    409,
    as(operator, "resolve-systemic-fault", { ...body, decision: "release" }),
  );
  await check("set-model-calls", 200, as(operator, "set-model-calls", { is_on: true }));
  await check("set-model-calls", 403, as(user, "set-model-calls", { is_on: true }));
  const letter = { kind: "fix", id: crypto.randomUUID() };
  await check("retry-dead-letter", 404, as(operator, "retry-dead-letter", letter));
  const fix = await proposeFix(project, user);
  executor.script.push(() => Response.json({ error: "it does not compile" }, { status: 400 }));
  const { deployment } = await (await accept(project, user, fix)).json();
  assert.equal(deployment.status, "failed");
  const again = { kind: "deployment", id: deployment.id };
  await check("retry-dead-letter", 202, as(operator, "retry-dead-letter", again));
  await check("retry-dead-letter", 202, as(operator, "retry-dead-letter", again));
});

Deno.test("functions that mail answer as documented", async () => {
  const key = { apikey: project.stack.secretKey };
  await check("send-notification-email", 200, project.call("send-notification-email", mail, key));
  await check("send-notification-email", 401, project.call("send-notification-email", mail));
  const event = { type: "email.delivered", data: {} };
  await check("email-events", 200, project.callSigned("email-events", event, resendSecret));
  await check("email-events", 401, project.call("email-events", event));
  const token = signUnsubscribe(user.id, project.webhookSecret);
  await check("unsubscribe", 200, project.call(`unsubscribe?token=${encodeURIComponent(token)}`, {}));
  await check("unsubscribe", 403, project.call("unsubscribe?token=no", {}));
  const opened = await fetch(`${project.stack.apiUrl}/functions/v1/unsubscribe?token=x`, {
    redirect: "manual",
  });
  await opened.body?.cancel();
  assert.equal(opened.status, 303);
});

for (const name of ["regenerate-filter", "notify", "deploy-filter", "send-feedback", "alert-operators"]) {
  Deno.test(`${name} answers as documented: nothing to do, unsigned, no id`, async () => {
    const bell = { id: crypto.randomUUID() };
    await check(name, 200, project.callSigned(name, bell, project.webhookSecret));
    await check(name, 401, project.call(name, bell));
    await check(name, 400, project.callSigned(name, {}, project.webhookSecret));
  });
}

Deno.test("diagnose answers as documented: looked at, unknown, no challenge", async () => {
  const headers = { apikey: project.stack.secretKey };
  await check("diagnose", 200, project.call("diagnose", {}, headers));
  await check("diagnose", 401, project.call("diagnose", {}));
  await check("diagnose", 400, project.call("diagnose", { challenge: "none" }, headers));
});

Deno.test("metrics answers as documented: shown, not an operator, unknown", async () => {
  const get = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${project.stack.apiUrl}/functions/v1/metrics`, { headers });
  const callers: [Record<string, string>, number][] = [[operator.headers, 200], [user.headers, 403], [
    {},
    401,
  ]];
  for (const [headers, status] of callers) {
    const response = await get(headers);
    assert.equal(response.status, status);
    await assertDocumented("metrics", response, "get");
  }
});

Deno.test("openapi serves the checked document to anybody, and 304 to who has it", async () => {
  const url = `${project.stack.apiUrl}/functions/v1/openapi`;
  const response = await fetch(url);
  const etag = response.headers.get("etag") ?? "";
  assert.deepEqual(await response.json(), apiDocument);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.match(response.headers.get("cache-control") ?? "", /^public/);
  const again = await fetch(url, { headers: { "If-None-Match": etag } });
  await again.body?.cancel();
  assert.equal(again.status, 304);
  assert.deepEqual(await refusal(await project.call("openapi", {})), [405, "method_not_allowed"]);
});
