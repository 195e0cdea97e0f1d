// set-incident-status and request-fix: what users decide on an incident besides its fix.
import assert from "node:assert/strict";
import { refusal } from "../support/decisions.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, market } from "../support/traders.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
});

interface Failing {
  user: TestUser;
  trader: string;
  incident: string;
}

async function failing(): Promise<Failing> {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  const event = errorEvent(trader, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  const { incident_id } = await fixOf(user, trader, ["proposed"]);
  return { user, trader, incident: incident_id };
}

const set = ({ user, incident }: Failing, more: Record<string, unknown>): Promise<Response> =>
  project.call("set-incident-status", { incident_id: incident, ...more }, user.headers);

async function stateOf({ user, incident }: Failing): Promise<Record<string, unknown> | null> {
  const { data } = await user.client.from("trader_incidents").select("status, decision_reason, decided_by")
    .eq("id", incident).single();
  return data;
}

Deno.test("set-incident-status resolves, reopens and ignores with the reason, and the audit log tells of each", async () => {
  const failed = await failing();
  for (const status of ["resolved", "open", "ignored"]) {
    const response = await set(failed, { status, reason: `because ${status}` });
    assert.deepEqual([response.status, (await response.json()).status], [200, status]);
    assert.deepEqual(await stateOf(failed), {
      status,
      decision_reason: `because ${status}`,
      decided_by: failed.user.id,
    });
  }
  const { data } = await failed.user.client.rpc("list_audit", { trader_id: failed.trader });
  assert.deepEqual(
    data.items.map(({ action, actor, reason }: Record<string, string>) => [action, actor, reason]),
    [
      ["incident_ignored", "you", "because ignored"],
      ["incident_reopened", "you", "because open"],
      ["incident_resolved", "you", "because resolved"],
    ],
  );
});

Deno.test("set-incident-status ignores for a time, after which the fault opens it again", async () => {
  const failed = await failing();
  const ignored_until = new Date(Date.now() + 3_600_000).toISOString();
  assert.equal((await set(failed, { status: "ignored", ignored_until })).status, 200);
  const report = (): Promise<Response> =>
    project.callSigned(
      "record-error",
      errorEvent(failed.trader, "missingNilCheck", { context: { symbol: "ANOTHERUSDT" } }),
      project.recordErrorSecret,
    );
  await report();
  assert.equal((await stateOf(failed))?.status, "ignored");
  await project.stack.sql`update public.trader_incidents set ignored_until = now() - interval '1 minute'
    where id = ${failed.incident}`;
  await report();
  assert.equal((await stateOf(failed))?.status, "open");
});

Deno.test("set-incident-status refuses what makes no sense, naming it", async () => {
  const failed = await failing();
  const tries: [Record<string, unknown>, number, string][] = [
    [{ status: "closed" }, 400, "invalid_body"],
    [{ status: "ignored", ignored_until: "tomorrow" }, 400, "invalid_body"],
    [{ status: "ignored", ignored_until: "2020-01-01T00:00:00Z" }, 400, "invalid_until"],
    [
      { status: "resolved", ignored_until: new Date(Date.now() + 60_000).toISOString() },
      400,
      "invalid_until",
    ],
    [{ status: "ignored", reason: "x".repeat(2_001) }, 400, "invalid_body"],
  ];
  for (const [body, status, code] of tries) {
    assert.deepEqual(await refusal(await set(failed, body)), [status, code]);
  }
  assert.equal((await stateOf(failed))?.status, "open");
});

Deno.test("set-incident-status and request-fix find nobody else's incident", async () => {
  const failed = await failing();
  const stranger = await project.createUser();
  const body = { incident_id: failed.incident };
  assert.deepEqual(await refusal(await set({ ...failed, user: stranger }, { status: "resolved" })), [
    404,
    "incident_not_found",
  ]);
  assert.deepEqual(await refusal(await project.call("request-fix", body, stranger.headers)), [
    404,
    "incident_not_found",
  ]);
  assert.deepEqual(await refusal(await project.call("request-fix", body)), [401, "not_signed_in"]);
});

Deno.test("request-fix asks again after a rejection, with the hint, and once at a time", async () => {
  const failed = await failing();
  const { user, incident, trader } = failed;
  const ask = (hint?: string): Promise<Response> =>
    project.call(
      "request-fix",
      { incident_id: incident, ...(hint === undefined ? {} : { hint }) },
      user.headers,
    );
  assert.deepEqual(await refusal(await ask()), [409, "fix_in_progress"]);
  const fix = await fixOf(user, trader, ["proposed"]);
  await project.call(
    "apply-fix",
    { fix_id: fix.id, decision: "reject", code_sha256: fix.code_sha256, reason: "No" },
    user.headers,
  );
  const response = await ask("Keep the threshold");
  assert.equal(response.status, 202);
  const { fix_id } = await response.json();
  const { data } = await user.client.from("proposed_fixes").select("hint, incident_id").eq("id", fix_id)
    .single();
  assert.deepEqual(data, { hint: "Keep the threshold", incident_id: incident });
});
