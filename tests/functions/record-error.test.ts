import assert from "node:assert/strict";
import { newSecret, type Project, sign, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

let project: Project;
let user: TestUser;
let traderId: string;

Deno.test.beforeAll(async () => {
  project = await startProject();
  user = await project.createUser();
  traderId = await createTrader(project, user, "missingNilCheck");
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

const post = (body: unknown): Promise<Response> =>
  project.callSigned("record-error", body, project.recordErrorSecret);

async function codeOf(response: Response): Promise<[number, string]> {
  const body = await response.json();
  return [response.status, body.code];
}

Deno.test("record-error refuses an unsigned call with 401", async () => {
  assert.deepEqual(
    await codeOf(await project.call("record-error", errorEvent(traderId, "missingNilCheck"))),
    [401, "invalid_signature"],
  );
});

Deno.test("record-error refuses another secret's signature with 401", async () => {
  const response = await project.callSigned(
    "record-error",
    errorEvent(traderId, "missingNilCheck"),
    newSecret(),
  );
  assert.deepEqual(await codeOf(response), [401, "invalid_signature"]);
});

Deno.test("record-error refuses a body that was changed after signing with 401", async () => {
  const headers = sign(JSON.stringify(errorEvent(traderId, "missingNilCheck")), project.recordErrorSecret);
  const response = await project.call("record-error", errorEvent(traderId, "missingNilCheck"), headers);
  assert.deepEqual(await codeOf(response), [401, "invalid_signature"]);
});

Deno.test("record-error refuses a signature older than five minutes with 401", async () => {
  const body = JSON.stringify(errorEvent(traderId, "missingNilCheck"));
  const headers = sign(body, project.recordErrorSecret, new Date(Date.now() - 6 * 60_000));
  assert.deepEqual(await codeOf(await project.call("record-error", body, headers)), [
    401,
    "invalid_signature",
  ]);
});

Deno.test("record-error refuses the publishable key with 401", async () => {
  const headers = { apikey: project.stack.publishableKey };
  const response = await project.call("record-error", errorEvent(traderId, "missingNilCheck"), headers);
  assert.deepEqual(await codeOf(response), [401, "invalid_signature"]);
});

Deno.test("record-error admits a secret key", async () => {
  const headers = { apikey: project.stack.secretKey };
  const response = await project.call("record-error", errorEvent(traderId, "missingNilCheck"), headers);
  assert.equal(response.status, 202);
  assert.equal((await response.json()).accepted, 1);
});

Deno.test("record-error refuses GET with 405", async () => {
  const response = await fetch(`${project.stack.apiUrl}/functions/v1/record-error`);
  assert.deepEqual(await codeOf(response), [405, "method_not_allowed"]);
});

Deno.test("record-error refuses broken JSON with 400", async () => {
  assert.deepEqual(await codeOf(await post('{"trader_id": ')), [400, "invalid_json"]);
});

Deno.test("record-error names field, rule and value of a single event that does not fit, with 400", async () => {
  const response = await post({ ...errorEvent(traderId, "missingNilCheck"), trader_id: "seven" });
  assert.equal(response.status, 400);
  const { code, message } = await response.json();
  assert.equal(code, "invalid_body");
  assert.match(message, /trader_id.*"seven"/);
});

Deno.test("record-error refuses more than 4 MB with 413", async () => {
  const body = { ...errorEvent(traderId, "missingNilCheck"), stack_trace: "x".repeat(4 * 1024 * 1024) };
  assert.deepEqual(await codeOf(await post(body)), [413, "body_too_large"]);
});

Deno.test("record-error rejects bad events of a batch by index and keeps the others", async () => {
  const stranger = crypto.randomUUID();
  const response = await post({
    events: [
      { nonsense: true },
      errorEvent(traderId, "missingNilCheck"),
      errorEvent(stranger, "missingNilCheck"),
      errorEvent(traderId, "missingNilCheck", { occurrences: 0 }),
      errorEvent(traderId, "missingNilCheck"),
    ],
  });
  assert.equal(response.status, 202);
  const { accepted, rejected } = await response.json();
  assert.equal(accepted, 2);
  assert.deepEqual(
    rejected.map(({ index, code }: { index: number; code: string }) => [index, code]),
    [[0, "invalid_event"], [2, "unknown_trader"], [3, "invalid_event"]],
  );
});

Deno.test("record-error rejects what Postgres could not store and keeps the others", async () => {
  let deep: Record<string, unknown> = {};
  for (let level = 0; level < 5000; level++) deep = { deep };
  const response = await post({
    events: [
      errorEvent(traderId, "missingNilCheck", { occurred_at: "0000-01-01T00:00:00Z" }),
      errorEvent(traderId, "missingNilCheck", { market_data: deep }),
      errorEvent(traderId, "missingNilCheck", { occurred_at: "2026-02-28T10:00:00+23:00" }),
    ],
  });
  assert.equal(response.status, 202);
  const { accepted, rejected } = await response.json();
  assert.equal(accepted, 1);
  assert.deepEqual(rejected.map(({ index, code }: { index: number; code: string }) => [index, code]), [
    [0, "invalid_event"],
    [1, "invalid_event"],
  ]);
});

Deno.test("record-error names the field when a batch is empty, with 400", async () => {
  const response = await post({ events: [] });
  assert.equal(response.status, 400);
  assert.match((await response.json()).message, /events: /);
});

Deno.test("record-error stores text that Postgres cannot hold as it is", async () => {
  const event = errorEvent(traderId, "missingNilCheck", {
    error_message: "a\u0000b\ud800c",
    context: { symbol: "X\u0000Y" },
  });
  const response = await post(event);
  assert.equal(response.status, 202);
  const { data } = await project.admin.from("trader_error_history").select("error_message, symbol").eq(
    "event_id",
    event.event_id,
  ).single();
  assert.deepEqual(data, { error_message: "ab\ufffdc", symbol: "XY" });
});

Deno.test("record-error truncates and marks what is too long", async () => {
  const event = errorEvent(traderId, "missingNilCheck", {
    error_message: "é".repeat(5000),
    stack_trace: "s".repeat(40_000),
  });
  assert.equal((await post(event)).status, 202);
  const { data } = await project.admin.from("trader_error_history").select().eq("event_id", event.event_id)
    .single();
  assert.ok(new TextEncoder().encode(data.error_message).length <= 8192);
  assert.ok(data.stack_trace.length <= 32_768);
  assert.deepEqual(data.context.truncated, ["error_message", "stack_trace"]);
});

Deno.test("record-error counts a redelivered event as a duplicate and changes nothing", async () => {
  const trader = await createTrader(project, user, "missingNilCheck");
  const event = errorEvent(trader, "missingNilCheck", { occurrences: 3 });
  const first = await (await post(event)).json();
  assert.equal(first.accepted, 1);
  assert.equal(first.incidents[0].is_new, true);

  const again = await Promise.all(Array.from({ length: 5 }, async () => (await post(event)).json()));
  for (const answer of again) assert.deepEqual([answer.accepted, answer.duplicates], [0, 1]);
  const { data } = await project.admin.from("trader_incidents").select("occurrences").eq("trader_id", trader)
    .single();
  assert.equal(data?.occurrences, 3);
});

Deno.test("record-error accepts an event once when it arrives five times at the same moment", async () => {
  const trader = await createTrader(project, user, "missingNilCheck");
  const event = errorEvent(trader, "missingNilCheck");
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await post(event)).json()));
  assert.equal(answers.reduce((sum, answer) => sum + answer.accepted, 0), 1);
  assert.equal(answers.reduce((sum, answer) => sum + answer.duplicates, 0), 4);
});

Deno.test("record-error answers 503 with Retry-After and acknowledges nothing", async () => {
  const event = errorEvent(traderId, "missingNilCheck");
  await project.stack.postgres.stop();
  const response = await post(event);
  assert.equal(response.status, 503);
  assert.ok(Number(response.headers.get("retry-after")) > 0);
  assert.equal((await response.json()).code, "database_unavailable");

  await project.stack.postgres.start();
  const retried = await post(event);
  assert.equal(retried.status, 202);
  assert.equal((await retried.json()).accepted, 1);
});
