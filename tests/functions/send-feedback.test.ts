// What owners decide about a fix reaches the trace of the attempt that made it.
import assert from "node:assert/strict";
import postgres from "postgres";
import { ModelServer } from "../../local/model-server/model-server.ts";
import { eventually } from "../support/eventually.ts";
import { type Project, startProject } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";

let project: Project;
let server: ModelServer;
let sql: postgres.Sql;

Deno.test.beforeAll(async () => {
  server = new ModelServer();
  project = await startProject({
    BRAINTRUST_API_KEY: "bt-test-0123456789abcdef",
    BRAINTRUST_APP_URL: server.url,
    BRAINTRUST_API_URL: server.url,
  });
  sql = postgres(project.stack.dbUrl, { max: 1 });
});
Deno.test.afterAll(async () => {
  await sql.end();
  await project[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function decide(decision: Record<string, unknown>): Promise<string> {
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  const body = { fix_id: fix.id, code_sha256: fix.code_sha256, ...decision };
  const response = await project.call("apply-fix", body, user.headers);
  assert.equal(response.status, 200);
  await response.body?.cancel();
  return fix.id;
}

async function feedbackOf(fix: string, status: string): Promise<postgres.Row> {
  return await eventually(`feedback that is ${status}`, async () => {
    const [row] = await sql`select * from private.trace_feedback where fix_id = ${fix}`;
    return row?.["status"] === status ? row : undefined;
  });
}

/** What Braintrust was sent about the attempt's own row, merged. */
function sentAbout(traceId: string): Record<string, unknown> {
  return Object.assign({}, ...server.braintrust.rows.filter(({ id }) => id === traceId));
}

Deno.test("a rejection becomes a score of 0 with the owner's reason on the attempt's trace", async () => {
  const fix = await decide({ decision: "reject", reason: "It waits too long" });
  const { trace_id, attempts } = await feedbackOf(fix, "sent");
  assert.equal(attempts, 1);
  const { scores, comment } = {
    scores: Object(sentAbout(trace_id)["scores"]),
    comment: JSON.stringify(server.bodies),
  };
  assert.equal(scores.accepted, 0);
  assert.ok(comment.includes("It waits too long"));
});

Deno.test("feedback that Braintrust does not take waits in the queue and is sent later, once", async () => {
  server.braintrust.script.refuseLogs = 503;
  const fix = await decide({ decision: "reject", reason: "No" });
  await eventually("the first try to fail", async () => {
    const [row] = await sql`select error, attempts from private.trace_feedback where fix_id = ${fix}`;
    return row?.["error"] !== null && row?.["attempts"] === 1 ? row : undefined;
  });
  delete server.braintrust.script.refuseLogs;
  await sql`update private.trace_feedback set next_attempt_at = now() where fix_id = ${fix}`;
  const { id } = await feedbackOf(fix, "sent");
  const again = await project.callSigned("send-feedback", { id }, project.webhookSecret);
  assert.deepEqual([again.status, await again.json()], [200, { status: "not_claimed" }]);
});

Deno.test("send-feedback refuses an unsigned call with 401", async () => {
  const response = await project.call("send-feedback", { id: crypto.randomUUID() });
  assert.deepEqual([response.status, (await response.json()).code], [401, "invalid_signature"]);
});
