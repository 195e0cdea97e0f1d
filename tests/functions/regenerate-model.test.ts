import assert from "node:assert/strict";
import { z } from "zod";
import type { Tables } from "../../supabase/functions/_shared/database.types.ts";
import { ModelServer } from "../support/model-server.ts";
import { eventually } from "../support/eventually.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent, FILTERS, market } from "../support/traders.ts";

const validationSchema = z.object({
  crash_input_passes: z.boolean(),
  suppression: z.array(z.object({ code: z.string(), message: z.string() })),
  verdict: z.string(),
});

const GOOD = FILTERS.endless.code.replace("\t\ti--\n\t}\n", "\t}\n\ti--\n");
const STILL_ENDLESS = FILTERS.endless.code.replace("count > 3", "count > 4");

let project: Project;
let server: ModelServer;

Deno.test.beforeAll(async () => {
  server = new ModelServer();
  project = await startProject({
    OPENAI_API_KEY: "sk-test-0123456789abcdef",
    OPENAI_BASE_URL: server.openaiUrl,
    BRAINTRUST_API_KEY: "bt-test-0123456789abcdef",
    BRAINTRUST_APP_URL: server.url,
    BRAINTRUST_API_URL: server.url,
  });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function failEndlessly(user: TestUser): Promise<string> {
  const trader = await createTrader(project, user, "endless");
  const event = errorEvent(trader, "endless", { market_data: market("BTCUSDT", 250) });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  return trader;
}

function fixOf(user: TestUser, trader: string, states: string[]): Promise<Tables<"proposed_fixes">> {
  return eventually(`a fix that is ${states.join(" or ")}`, async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).maybeSingle();
    return data !== null && states.includes(data.status) ? data : undefined;
  });
}

Deno.test("a model's candidate that proves sound is proposed, with its cost and its prompt's version", async () => {
  server.script({
    kind: "answer",
    answer: { filter_code: GOOD, explanation: "The loop now always advances." },
  });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), ["proposed", "failed", "held", "unfixable"]);
  assert.deepEqual([fix.status, fix.origin, fix.validated, fix.code], ["proposed", "llm", true, GOOD]);
  assert.equal(fix.explanation, "The loop now always advances.");
  assert.equal(fix.tokens, 1200);
  assert.ok(Number(fix.cost_usd) > 0);
  assert.ok(fix.prompt_version);
  const { data: day } = await user.client.from("daily_spend").select().single();
  assert.deepEqual([day?.spent_usd, Number(day?.reserved_usd), day?.calls], [fix.cost_usd, 0, 1]);
});

Deno.test("a model's candidate that fails goes back at once with its failure, and the next one is proposed", async () => {
  server.calls.length = 0;
  server.script({ kind: "answer", answer: { filter_code: STILL_ENDLESS } }, {
    kind: "answer",
    answer: { filter_code: GOOD },
  });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), ["proposed", "failed", "held", "unfixable"]);
  assert.deepEqual([fix.status, fix.attempt, fix.code], ["proposed", 2, GOOD]);
  const second = JSON.stringify(server.calls.at(-1)?.body.messages);
  assert.ok(second.includes("count > 4"), "the failed candidate is in the second prompt");
  assert.ok(second.includes("timed out"), "and so is its failure");
});

Deno.test("a model that never mends it ends as failed after three attempts, and nothing is offered", async () => {
  server.script({ kind: "answer", answer: { filter_code: STILL_ENDLESS } });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), ["proposed", "failed", "held", "unfixable"]);
  assert.deepEqual([fix.status, fix.attempt, fix.reason, fix.validated], [
    "failed",
    3,
    "validation_failed",
    false,
  ]);
});

Deno.test("a model that silences the filter instead of mending it is not believed, and nothing is offered", async () => {
  server.script({ kind: "answer", answer: { filter_code: "return false" } });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), ["proposed", "failed", "held", "unfixable"]);
  assert.deepEqual([fix.status, fix.reason, fix.validated], ["failed", "validation_failed", false]);
  const { crash_input_passes, suppression, verdict } = validationSchema.parse(fix.validation);
  assert.deepEqual([crash_input_passes, verdict], [true, "not_validated"]);
  assert.ok(suppression.some(({ code }) => code === "constant_verdict"), JSON.stringify(suppression));
});

Deno.test("a refusal ends the fix at once with its own reason", async () => {
  server.script({ kind: "refusal" });
  const user = await project.createUser();
  const fix = await fixOf(user, await failEndlessly(user), ["proposed", "failed", "held", "unfixable"]);
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
  const fix = await fixOf(user, trader, ["proposed", "failed", "held", "unfixable"]);
  assert.deepEqual([fix.status, fix.reason, fix.refunded], ["held", "daily_cost_cap", 1]);
  assert.ok(Date.parse(fix.next_attempt_at) > Date.now());
  assert.equal(server.calls.length, calls);

  // Raising the limit in the settings is enough.
  server.script({ kind: "answer", answer: { filter_code: GOOD } });
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

Deno.test("no secret reaches the model or the trace", () => {
  const sent = server.bodies.join("\n");
  assert.ok(sent.length > 0);
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
