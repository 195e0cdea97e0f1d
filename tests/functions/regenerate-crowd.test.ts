// A hundred incidents at once, every bell delivered five times, under a cap that some calls use up.
import assert from "node:assert/strict";
import postgres from "postgres";
import { eventually } from "../support/eventually.ts";
import { ModelServer } from "../../local/model-server/model-server.ts";
import { type Project, startProject } from "../support/project.ts";

const INCIDENTS = 100;
const DELIVERIES = 5;
const CAP_USD = 1;
// At 0.75 and 4.5 dollars per million tokens: 0.075 a call.
const USAGE = { prompt_tokens: 10_000, completion_tokens: 15_000 };
const CALL_USD = 0.075;
const LIMIT_MS = 120_000;

/** No rule knows what this was meant to be, and it fails before it runs. */
const CODE = `return indicators.CalculateMoonPhase(data.Klines["5m"]) > 3`;
const ANSWER = `k := data.Klines["5m"]
if len(k) == 0 {
	return false
}
return k[len(k)-1].Close > 3`;

let project: Project;
let server: ModelServer;
let sql: postgres.Sql;

Deno.test.beforeAll(async () => {
  server = new ModelServer({ model: [{ kind: "answer", answer: { filter_code: ANSWER } }], usage: USAGE });
  project = await startProject({
    OPENAI_API_KEY: "sk-test-0123456789abcdef",
    OPENAI_BASE_URL: server.openaiUrl,
    OPENAI_MODEL: "gpt-5.4-mini",
    // Leaves the worst case of a prompt just above what the scripted usage costs.
    OPENAI_MAX_OUTPUT_TOKENS: "15000",
  });
  sql = postgres(project.stack.dbUrl, { max: 2 });
});
Deno.test.afterAll(async () => {
  await sql.end();
  await project[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function breakTraders(userId: string): Promise<void> {
  const { data, error } = await project.admin.from("traders")
    .insert(Array.from({ length: INCIDENTS }, (_, index) => ({
      user_id: userId,
      name: `Trader ${index}`,
      filter: { code: CODE, requiredTimeframes: ["5m"] },
      strategy: {},
    }))).select("id");
  if (error) throw error;
  const events = data.map(({ id }) => ({
    event_id: crypto.randomUUID(),
    trader_id: id,
    error_message:
      'failed to compile filter code: 10:19: package indicators "x" has no symbol CalculateMoonPhase',
  }));
  const response = await project.callSigned("record-error", { events }, project.recordErrorSecret);
  assert.equal(response.status, 202);
  await response.body?.cancel();
}

async function crowd(): Promise<void> {
  server.calls.length = 0;
  const user = await project.createUser();
  await user.client.from("recovery_preferences").insert({ user_id: user.id, daily_cost_cap_usd: CAP_USD });
  await breakTraders(user.id);
  const fixes = await sql`select id from public.proposed_fixes where user_id = ${user.id}`;
  assert.equal(fixes.length, INCIDENTS);

  const bells = fixes.flatMap(({ id }) => Array.from({ length: DELIVERIES }, () => id));
  const ringing = Promise.all(bells.map(async (id) => {
    const answer = await project.callSigned("regenerate-filter", { id }, project.webhookSecret);
    await answer.body?.cancel();
    return answer.status;
  }));
  let committed = 0;
  await eventually("all of them to be proposed or held", async () => {
    const [day] =
      await sql`select coalesce(sum(spent_usd + reserved_usd), 0)::float8 as usd from public.daily_spend
      where user_id = ${user.id}`;
    committed = Math.max(committed, day?.usd);
    const [left] = await sql`select count(*)::integer as fixes from public.proposed_fixes
      where user_id = ${user.id} and status not in ('proposed', 'failed', 'unfixable')
        and (status <> 'held' or reason <> 'daily_cost_cap')`;
    return left?.fixes === 0 ? true : undefined;
  }, LIMIT_MS);
  assert.ok((await ringing).every((status) => status === 200 || status === 202));

  const [ledger] = await sql`select count(*)::integer as calls, count(distinct fix_id)::integer as fixes,
      sum(settled_usd)::float8 as usd, count(*) filter (where status <> 'settled')::integer as unsettled
    from public.llm_usage where user_id = ${user.id}`;
  const [day] =
    await sql`select spent_usd::float8 as spent, reserved_usd::float8 as reserved from public.daily_spend
    where user_id = ${user.id}`;
  const paid = Math.floor(CAP_USD / CALL_USD);
  assert.ok(committed <= CAP_USD, `at most ${committed} dollars were spent and set aside`);
  assert.deepEqual({ ...ledger }, { calls: paid, fixes: paid, usd: paid * CALL_USD, unsettled: 0 });
  assert.deepEqual({ ...day }, { spent: paid * CALL_USD, reserved: 0 });
  assert.equal(server.calls.length, paid);
  const states = await sql`select status, count(*)::integer as fixes from public.proposed_fixes
    where user_id = ${user.id} group by status order by status`;
  assert.deepEqual(states.map(({ status, fixes }) => [status, fixes]), [["held", INCIDENTS - paid], [
    "proposed",
    paid,
  ]]);
}

const today = (): string => new Date().toISOString().slice(0, 10);

Deno.test("a hundred incidents at once, each bell delivered five times, never spend a cent above the cap nor pay twice", async () => {
  const day = today();
  try {
    await crowd();
  } catch (error) {
    if (today() === day) throw error;
    // At midnight UTC the cap begins anew, and what was held goes on: this is about one day.
    await sql`update public.proposed_fixes set status = 'superseded', lease_until = null, reason = 'incident_closed'
      where status in ('queued', 'generating', 'proposed', 'held')`;
    await crowd();
  }
});
