import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { eventually } from "../support/eventually.ts";
import { reportOutage } from "../support/mails.ts";
import { newSecret, type Project, startProject } from "../support/project.ts";
import { createTrader } from "../support/traders.ts";

interface Call {
  headers: Record<string, string>;
  body: string;
}

const secret = newSecret();
const calls: Call[] = [];
/** The webhook's answers, in turn; 204 when there is none left. */
const script: (() => Response)[] = [];
let webhook: Deno.HttpServer<Deno.NetAddr>;
let project: Project;

Deno.test.beforeAll(async () => {
  webhook = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    calls.push({ headers: Object.fromEntries(request.headers), body: await request.text() });
    return (script.shift() ?? (() => new Response(null, { status: 204 })))();
  });
  project = await startProject({
    OPERATOR_WEBHOOK_URL: `http://127.0.0.1:${webhook.addr.port}/alerts`,
    OPERATOR_WEBHOOK_SECRET: secret,
  });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await webhook.shutdown();
});

async function alert(subject: string): Promise<string> {
  const [row] = await project.stack.sql<{ id: string }[]>`
    insert into private.operator_alerts (kind, subject, title, body, link)
    values ('dead_letters', ${subject}, 'Work was given up', 'One mail.', '/operations') returning id`;
  return row?.id ?? "";
}

function stateOf(id: string, status: string, attempts: number): Promise<{ error: string | null }> {
  return eventually(`the alert to be ${status}`, async () => {
    const [row] = await project.stack.sql<{ status: string; attempts: number; error: string | null }[]>`
      select status, attempts, error from private.operator_alerts where id = ${id} and lease_until is null`;
    return row?.status === status && row.attempts === attempts ? row : undefined;
  });
}

function callsOf(id: string): Call[] {
  return calls.filter(({ body }) => JSON.parse(body).id === id);
}

Deno.test("a fault of many traders reaches the operators' webhook once, signed, and every operator", async () => {
  const operator = await project.createUser();
  await project.admin.auth.admin.updateUserById(operator.id, { app_metadata: { role: "admin" } });
  const owners = [await project.createUser(), await project.createUser()];
  const traders = await Promise.all(
    owners.flatMap((owner) => Array.from({ length: 7 }, () => createTrader(project, owner, "endless"))),
  );
  await reportOutage(project, traders.slice(0, 12));
  await reportOutage(project, traders.slice(12));
  const [call] = await eventually("the call", () => {
    const told = calls.filter(({ body }) => JSON.parse(body).kind === "systemic_fault");
    return Promise.resolve(told.length > 0 ? told : undefined);
  });
  const body = new Webhook(secret).verify(call?.body ?? "", call?.headers ?? {}) as Record<string, string>;
  assert.match(body["url"] ?? "", /^https:\/\/app\.example\.com\/operations\/faults\//);
  assert.equal(call?.headers["webhook-id"], body["id"]);
  await stateOf(body["id"] ?? "", "sent", 1);
  assert.equal(calls.filter(({ body }) => JSON.parse(body).kind === "systemic_fault").length, 1);

  const [told] = await project.stack.sql`
    select count(*)::integer as count from public.notifications where user_id = ${operator.id} and kind = 'systemic_fault'`;
  assert.equal(told?.["count"], 1);
  // Owners hear of it once, however many of their traders it stops.
  const holds = await project.stack.sql`
    select user_id, count(*)::integer as count from public.notifications where kind = 'systemic_hold' group by user_id`;
  assert.deepEqual(holds.map((row) => row["count"]), [1, 1]);
  const [late] = await project.stack.sql`
    select count(*)::integer as count from public.notifications
    where kind = 'incident_detected' and trader_id = any (${traders.slice(12)}::uuid[])`;
  assert.equal(late?.["count"], 0);
});

Deno.test("an alert is repeated under the same id until the webhook takes it", async () => {
  script.push(() => new Response("later", { status: 503 }), () => new Response(null, { status: 429 }));
  const id = await alert("repeated");
  for (const attempt of [1, 2]) {
    await stateOf(id, "pending", attempt);
    await project.stack.sql`update private.operator_alerts set next_attempt_at = now() where id = ${id}`;
    const answer = await project.callSigned("alert-operators", { id }, project.webhookSecret);
    assert.equal((await answer.json()).status, "claimed");
  }
  await stateOf(id, "sent", 3);
  assert.deepEqual(callsOf(id).map(({ headers }) => headers["webhook-id"]), [id, id, id]);
});

Deno.test("an alert that the webhook refuses, or wants elsewhere, is given up", async () => {
  script.push(() => new Response(null, { status: 410 }));
  const refused = await alert("refused");
  assert.equal((await stateOf(refused, "failed", 1)).error, "status_410");
  script.push(() => Response.redirect("http://127.0.0.1:1/elsewhere"));
  const redirected = await alert("redirected");
  assert.equal((await stateOf(redirected, "failed", 1)).error, "status_302");
});

Deno.test("an alert rung for five times is sent once", async () => {
  const id = await alert("rung");
  await stateOf(id, "sent", 1);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => project.callSigned("alert-operators", { id }, project.webhookSecret)),
  );
  for (const answer of answers) assert.equal((await answer.json()).status, "not_claimed");
  assert.equal(callsOf(id).length, 1);
});

Deno.test("the sweeper's silence is noticed by the next error and told once, and so is its return", async () => {
  const owner = await project.createUser();
  const trader = await createTrader(project, owner, "endless");
  await project.stack.sql.begin(async (sql) => {
    // Held, so that the running sweeper does not end the silence before it is noticed.
    await sql`select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0))`;
    await sql`update private.heartbeats set beat_at = now() - interval '3 minutes' where job = 'sweep'`;
    for (const error_message of ["one", "two"]) {
      await sql`insert into public.trader_error_history (trader_id, error_message) values (${trader}, ${error_message})`;
    }
  });
  await project.stack.sql`select private.sweep()`;
  const kinds = await eventually("both to be told", () => {
    const told = calls.map(({ body }) => JSON.parse(body).kind).filter((kind) => /^sweeper/.test(kind));
    return Promise.resolve(told.length === 2 ? told : undefined);
  });
  assert.deepEqual(kinds.toSorted(), ["sweeper_back", "sweeper_silent"]);
});

Deno.test("an address that is none, or a secret that cannot sign, is said so and not tried again", async () => {
  await using other = await startProject({
    OPERATOR_WEBHOOK_URL: `http://127.0.0.1:${webhook.addr.port}/alerts`,
    OPERATOR_WEBHOOK_SECRET: "not base64!",
  });
  await other.stack.sql`
    insert into private.operator_alerts (kind, subject, title, body, link)
    values ('dead_letters', 'now', 'Work was given up', 'One mail.', '/operations')`;
  const error = await eventually("the alert to fail", async () => {
    const [row] = await other.stack.sql`select error from private.operator_alerts where status = 'failed'`;
    return row?.["error"];
  });
  assert.equal(error, "misconfigured");
  const { data: health } = await other.admin.rpc("recovery_health");
  assert.ok(health.problems.includes("operator_webhook_failing"));
});
