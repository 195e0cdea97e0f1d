import assert from "node:assert/strict";
import postgres from "postgres";
import { z } from "zod";
import { ModelServer, type ModelStep } from "../../local/model-server/model-server.ts";
import { eventually } from "../support/eventually.ts";
import { fixOf, proposeFix } from "../support/proposed-fix.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent, FILTERS, market } from "../support/traders.ts";

const validationSchema = z.object({
  crash_input_passes: z.boolean(),
  suppression: z.array(z.object({ code: z.string(), message: z.string() })),
  verdict: z.string(),
});

const GOOD = FILTERS.endless.code.replace("\t\ti--\n\t}\n", "\t}\n\ti--\n");
/** Other code with the same failure. */
const stillEndless = (count: number): ModelStep => ({
  kind: "answer",
  answer: { filter_code: FILTERS.endless.code.replace("count > 3", `count > ${count}`) },
});
const good: ModelStep = { kind: "answer", answer: { filter_code: GOOD } };
const OVER = ["proposed", "failed", "held", "unfixable"];

let project: Project;
let server: ModelServer;
const logged: string[] = [];

Deno.test.beforeAll(async () => {
  server = new ModelServer();
  project = await startProject({
    OPENAI_API_KEY: "sk-test-0123456789abcdef",
    OPENAI_BASE_URL: server.openaiUrl,
    BRAINTRUST_API_KEY: "bt-test-0123456789abcdef",
    BRAINTRUST_APP_URL: server.url,
    BRAINTRUST_API_URL: server.url,
  }, { onLog: (entry) => logged.push(JSON.stringify(entry)) });
  // All of them fail in the same way.
  await using sql = connect();
  await sql`update private.settings set systemic_traders = 1000`;
  // The first attempt of a fresh isolate takes long, and its trace waits for nothing.
  await proposeFix(project, await project.createUser());
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function connect(): postgres.Sql & AsyncDisposable {
  const sql = postgres(project.stack.dbUrl, { max: 1 });
  return Object.assign(sql, { [Symbol.asyncDispose]: () => sql.end() });
}

async function failEndlessly(user: TestUser): Promise<string> {
  const trader = await createTrader(project, user, "endless");
  const event = errorEvent(trader, "endless", { market_data: market("BTCUSDT", 250) });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  return trader;
}

Deno.test("a model's candidate that proves sound is proposed, with its cost and its prompt's version", async () => {
  server.script({
    kind: "answer",
    answer: { filter_code: GOOD, explanation: "The loop now always advances." },
  });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), OVER);
  assert.deepEqual([fix.status, fix.origin, fix.validated, fix.code], ["proposed", "llm", true, GOOD]);
  assert.equal(fix.explanation, "The loop now always advances.");
  assert.equal(fix.tokens, 1200);
  assert.ok(Number(fix.cost_usd) > 0);
  assert.ok(fix.prompt_version);
  assert.ok(fix.trace_url?.startsWith(server.url), String(fix.trace_url));
  const attempt = await eventually(
    "the trace",
    () => Promise.resolve(server.braintrust.spans().find(({ metadata }) => metadata["fix_id"] === fix.id)),
  );
  const { model, cost_usd, prompt_version, status, incident_id } = attempt.metadata;
  assert.deepEqual([model, cost_usd, prompt_version, status, incident_id], [
    "scripted-model",
    Number(fix.cost_usd),
    fix.prompt_version,
    "proposed",
    fix.incident_id,
  ]);
  const { data: day } = await user.client.from("daily_spend").select().single();
  assert.deepEqual([day?.spent_usd, Number(day?.reserved_usd), day?.calls], [fix.cost_usd, 0, 1]);
});

Deno.test("a model's candidate that fails goes back at once with its failure, and the next one is proposed", async () => {
  server.calls.length = 0;
  server.script(stillEndless(4), good);
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), OVER);
  assert.deepEqual([fix.status, fix.attempt, fix.code], ["proposed", 2, GOOD]);
  const second = JSON.stringify(server.calls.at(-1)?.body.messages);
  assert.ok(second.includes("count > 4"), "the failed candidate is in the second prompt");
  assert.ok(second.includes("timed out"), "and so is its failure");

  const { data: attempts } = await user.client.from("fix_attempts").select().order("attempt");
  assert.deepEqual(
    attempts?.map((
      { status, reason, origin, validated, tokens },
    ) => [status, reason, origin, validated, tokens]),
    [["retry", "validation_failed", "llm", false, 1200], ["proposed", null, "llm", true, 1200]],
  );
  const { data: costs } = await user.client.rpc("repair_costs");
  assert.deepEqual([costs.attempts, costs.accepted, costs.cost_usd], [2, 0, Number(fix.cost_usd)]);
});

Deno.test("a model that never mends it ends as failed after three attempts; the last candidate is kept, marked as not validated", async () => {
  server.script(stillEndless(4), stillEndless(5), stillEndless(6));
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), OVER);
  assert.deepEqual([fix.status, fix.attempt, fix.reason, fix.validated], [
    "failed",
    3,
    "validation_failed",
    false,
  ]);
  assert.ok(fix.code?.includes("count > 6"));
});

Deno.test("a model that offers the same again ends as unfixable, and is not asked a third time", async () => {
  server.script(stillEndless(4));
  server.calls.length = 0;
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), OVER);
  assert.deepEqual([fix.status, fix.attempt, fix.reason, server.calls.length], [
    "unfixable",
    2,
    "same_candidate",
    2,
  ]);
});

Deno.test("a model that changes nothing ends as unfixable at once", async () => {
  server.script({ kind: "answer", answer: { filter_code: `// repaired\n${FILTERS.endless.code}` } });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), OVER);
  assert.deepEqual([fix.status, fix.attempt, fix.reason, fix.code], ["unfixable", 1, "same_candidate", null]);
});

Deno.test("asked again after a rejection, the model knows the reason and the hint; the rejected candidate is not offered twice", async () => {
  server.script(good);
  const user = await project.createUser();
  const trader = await failEndlessly(user);
  const fix = await fixOf(user, trader, OVER);
  const rejection = {
    fix_id: fix.id,
    decision: "reject",
    code_sha256: fix.code_sha256,
    reason: "It counts too much",
  };
  assert.equal((await project.call("apply-fix", rejection, user.headers)).status, 200);

  server.calls.length = 0;
  const { data: again, error } = await project.admin.rpc("request_fix", {
    incident_id: fix.incident_id,
    actor: user.id,
    hint: "Count only the last hour",
  });
  assert.equal(error, null);
  const second = await eventually("the second fix", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("id", again).single();
    return data !== null && OVER.includes(data.status) ? data : undefined;
  });
  assert.deepEqual([second.status, second.reason], ["unfixable", "rejected_candidate"]);
  const asked = JSON.stringify(server.calls.at(-1)?.body.messages);
  assert.ok(asked.includes("It counts too much") && asked.includes("Count only the last hour"));
});

Deno.test("an answer that an attempt paid for before its worker died is judged by the next one, without a second call", async () => {
  server.script({ kind: "status", status: 500 });
  const user = await project.createUser();
  const trader = await failEndlessly(user);
  const waiting = await eventually("the second attempt to end", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).single();
    return data?.status === "queued" && data.attempt === 2 ? data : undefined;
  });
  await using sql = connect();
  await sql`update public.proposed_fixes set next_attempt_at = now(), refunded = 1 where id = ${waiting.id}`;
  // The third attempt, as far as its worker came: claimed, reserved, answered, settled; it died before it could judge.
  const [claimed] = await sql`select public.claim_fix(${waiting.id}) #>> '{fix,attempt}' as attempt`;
  assert.equal(claimed?.attempt, "3");
  await sql`select public.reserve_llm_call(${waiting.id}, 3, 1, 'gpt-5.4-mini', 0.05)`;
  const answer = {
    code: GOOD,
    rootCause: "r",
    explanation: "e",
    whatChanged: ["w"],
    confidence: 1,
    model: "m",
    promptVersion: "p",
    inputTokens: 1,
    outputTokens: 1,
    costUsd: 0.01,
  };
  await sql`select public.settle_llm_call(${waiting.id}, 3, 1, 0.01, 1, 1, ${sql.json(answer)})`;
  const calls = server.calls.length;
  await sql`update public.proposed_fixes set lease_until = now() - interval '1 second' where id = ${waiting.id}`;

  const fix = await fixOf(user, trader, OVER);
  assert.deepEqual([fix.status, fix.attempt, fix.code, Number(fix.cost_usd)], ["proposed", 4, GOOD, 0.01]);
  assert.equal(server.calls.length, calls);
});

const UNUSABLE: Record<string, [step: ModelStep, reason: string]> = {
  "an empty answer": [{ kind: "content", content: "" }, "llm_empty"],
  "prose instead of JSON": [{ kind: "content", content: "Just add a check." }, "llm_invalid_answer"],
  "code that is no Go": [
    { kind: "answer", answer: { filter_code: "def evaluate(data):\n  return True" } },
    "llm_not_go",
  ],
  "code of a hundred kilobytes": [
    { kind: "answer", answer: { filter_code: `// ${"x".repeat(100_000)}\n${GOOD}` } },
    "llm_oversized",
  ],
};

for (const [name, [step, reason]] of Object.entries(UNUSABLE)) {
  Deno.test(`${name} is a failure with its own reason, and the next attempt goes on`, async () => {
    server.script(step, good);
    const user = await project.createUser();
    const fix = await fixOf(user, await failEndlessly(user), OVER);
    assert.deepEqual([fix.status, fix.attempt], ["proposed", 2]);
    const { data } = await user.client.from("fix_attempts").select("reason").eq("fix_id", fix.id).eq(
      "attempt",
      1,
    )
      .single();
    assert.equal(data?.reason, reason);
  });
}

Deno.test("a model that silences the filter instead of mending it is not believed, and nothing is offered", async () => {
  server.script({ kind: "answer", answer: { filter_code: "return false" } });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), OVER);
  assert.deepEqual([fix.status, fix.reason, fix.validated], ["unfixable", "same_candidate", false]);
  const { crash_input_passes, suppression, verdict } = validationSchema.parse(fix.validation);
  assert.deepEqual([crash_input_passes, verdict], [true, "not_validated"]);
  assert.ok(suppression.some(({ code }) => code === "constant_verdict"), JSON.stringify(suppression));
});

Deno.test("with the kill switch thrown no model is asked, and what waited goes on when it is back", async () => {
  const user = await project.createUser();
  await project.admin.rpc("set_model_calls", { is_on: false });
  const calls = server.calls.length;
  const trader = await failEndlessly(user);
  const fix = await fixOf(user, trader, OVER);
  assert.deepEqual([fix.status, fix.reason, server.calls.length], ["held", "model_calls_off", calls]);
  server.script(good);
  await project.admin.rpc("set_model_calls", { is_on: true });
  assert.equal((await fixOf(user, trader, ["proposed", "failed"])).status, "proposed");
});

Deno.test("a refusal ends the fix at once with its own reason", async () => {
  server.script({ kind: "refusal" });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), OVER);
  assert.deepEqual([fix.status, fix.attempt, fix.reason], ["failed", 1, "llm_refused"]);
});

Deno.test("what the day's cap does not allow is held until the next day, and no model is called", async () => {
  const user = await project.createUser();
  const { error } = await user.client.from("recovery_preferences").insert({
    user_id: user.id,
    daily_cost_cap_usd: 0.001,
  });
  assert.equal(error, null);
  const calls = server.calls.length;
  const trader = await failEndlessly(user);
  const fix = await fixOf(user, trader, OVER);
  assert.deepEqual([fix.status, fix.reason, fix.refunded], ["held", "daily_cost_cap", 1]);
  assert.ok(Date.parse(fix.next_attempt_at) > Date.now());
  assert.equal(server.calls.length, calls);

  // Raising the limit in the settings is enough.
  server.script(good);
  await user.client.from("recovery_preferences").update({ daily_cost_cap_usd: 5 }).eq("user_id", user.id);
  assert.equal((await fixOf(user, trader, ["proposed", "failed"])).status, "proposed");
});

Deno.test("a provider in trouble is asked again: at once after the first attempt, then minutes later", async () => {
  server.script({ kind: "status", status: 500 });
  const user = await project.createUser();
  const trader = await failEndlessly(user);
  const fix = await eventually("the second attempt to end", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).maybeSingle();
    return data?.status === "queued" && data.attempt === 2 ? data : undefined;
  });
  assert.equal(fix.reason, "llm_unavailable");
  assert.ok(Date.parse(fix.next_attempt_at) - Date.now() > 4 * 60_000);
});

Deno.test("no secret reaches the model, the trace or the log", () => {
  const sent = [...server.bodies, ...logged].join("\n");
  assert.ok(server.bodies.length > 0 && logged.length > 0);
  for (
    const secret of [
      project.stack.secretKey,
      project.recordErrorSecret,
      project.webhookSecret,
      "sk-test-0123456789abcdef",
    ]
  ) {
    assert.ok(!sent.includes(secret));
  }
});
