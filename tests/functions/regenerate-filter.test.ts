import assert from "node:assert/strict";
import { z } from "zod";
import type { Tables } from "../../supabase/functions/_shared/database.types.ts";
import {
  attemptRecordSchema,
  judgeAgain,
} from "../../supabase/functions/regenerate-filter/attempt-record.ts";
import { eventually } from "../support/eventually.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, type FilterName, market } from "../support/traders.ts";

const validationSchema = z.object({
  others_from: z.string(),
  captured: z.number(),
  failure_seen: z.object({ symbol: z.string().nullable() }).nullable(),
});

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

async function fail(user: TestUser, filter: FilterName, more: Record<string, unknown>): Promise<string> {
  const trader = await createTrader(project, user, filter);
  await project.callSigned("record-error", errorEvent(trader, filter, more), project.recordErrorSecret);
  return trader;
}

async function attributionOf(user: TestUser, trader: string): Promise<string | undefined> {
  const { data } = await user.client.from("trader_incidents").select("attribution").eq("trader_id", trader)
    .single();
  return data?.attribution;
}

/** The changes of fix events that the user's open page gets from now on. */
async function listen(user: TestUser): Promise<Record<string, unknown>[]> {
  const seen: Record<string, unknown>[] = [];
  await user.client.realtime.setAuth(user.token);
  const joined = Promise.withResolvers<void>();
  user.client.channel(`user:${user.id}`, { config: { private: true } })
    .on("broadcast", { event: "fix" }, ({ payload }) => seen.push(...payload.changes))
    .subscribe((status, error) => {
      if (status === "SUBSCRIBED") joined.resolve();
      if (status === "CHANNEL_ERROR") joined.reject(error);
    });
  await joined.promise;
  return seen;
}

const settledFix = (user: TestUser, trader: string): Promise<Tables<"proposed_fixes">> =>
  fixOf(user, trader, ["proposed", "held", "failed", "unfixable", "superseded"]);

Deno.test("a missing nil check is mended by a rule and proven on the candles that broke it", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  const fix = await settledFix(user, trader);
  assert.deepEqual([fix.status, fix.origin, fix.validated, Number(fix.cost_usd)], [
    "proposed",
    "rules",
    true,
    0,
  ]);
  const { reproduced, compiles, crash_input_passes, verdict } = fix.validation as Record<string, unknown>;
  assert.deepEqual([reproduced, compiles, crash_input_passes, verdict], [true, true, true, "validated"]);
  assert.match(fix.diff ?? "", /^\+.*nil/m);
  assert.ok(fix.explanation);
});

Deno.test("a function that does not exist is mended by a rule and proven on the captured candles", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "missingFunction", { market_data: market("BTCUSDT", 250) });
  const fix = await settledFix(user, trader);
  assert.deepEqual([fix.status, fix.origin, fix.validated], ["proposed", "rules", true]);
  assert.ok(!fix.code?.includes("GetLatestMA"));
});

Deno.test("what rules cannot mend is held when no language model is configured", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "endless", { market_data: market("BTCUSDT", 250) });
  const fix = await settledFix(user, trader);
  assert.deepEqual([fix.status, fix.reason, fix.code], ["held", "llm_not_configured", null]);
});

Deno.test("a failure that the captured input does not show is the executor's, and nothing is spent on it", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "noTrades", { market_data: market("BTCUSDT", 250) });
  const fix = await settledFix(user, trader);
  assert.deepEqual([fix.status, fix.reason, fix.code], ["unfixable", "not_reproduced", null]);
  assert.match(fix.reason_detail ?? "", /1 captured market/);
  assert.equal(await attributionOf(user, trader), "executor");
});

Deno.test("a failure that shows on no market is the data's", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "noTrades", {});
  const fix = await settledFix(user, trader);
  assert.deepEqual([fix.status, fix.reason, fix.code], ["unfixable", "not_reproduced", null]);
  assert.equal(await attributionOf(user, trader), "data");
});

Deno.test("without any market data a failure is looked for, and its repair proven, on samples, and the proof says so", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "missingNilCheck", {});
  const fix = await settledFix(user, trader);
  assert.deepEqual([fix.status, fix.origin, fix.validated], ["proposed", "rules", true]);
  const { others_from, captured, failure_seen } = validationSchema.parse(fix.validation);
  assert.deepEqual([others_from, captured, failure_seen?.symbol], ["samples", 0, "SAMPLE_NEW"]);
});

Deno.test("a step of an attempt reaches its owner's open page, with the markets tried of how many", async () => {
  const user = await project.createUser();
  const seen = await listen(user);
  const trader = await fail(user, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  const fix = await settledFix(user, trader);
  const validated = await eventually(
    "a validate event",
    () => Promise.resolve(seen.find(({ step }) => step === "validate")),
  );
  assert.deepEqual([validated.id, validated.attempt, validated.status], [fix.id, 1, "generating"]);
  assert.ok(Number(validated.step_total) >= 8);
  await user.client.removeAllChannels();
});

Deno.test("the verdicts of an attempt come out the same when they are had again from its record", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  const fix = await settledFix(user, trader);
  const { data } = await project.admin.rpc("attempt_record", { fix_id: fix.id, attempt: 1 });
  const again = await judgeAgain(attemptRecordSchema.parse(data));
  assert.deepEqual({ ...again, p95_ms: null }, { ...Object(fix.validation), p95_ms: null });
});

Deno.test("a bell rung five times makes one attempt", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  const { data: queued } = await user.client.from("proposed_fixes").select("id").eq("trader_id", trader)
    .single();
  const answers = await Promise.all(
    Array.from(
      { length: 5 },
      async () =>
        (await project.callSigned("regenerate-filter", { id: queued?.id }, project.webhookSecret)).status,
    ),
  );
  assert.ok(answers.every((status) => status === 200 || status === 202));
  assert.equal((await settledFix(user, trader)).attempt, 1);
});

Deno.test("regenerate-filter refuses an unsigned call with 401", async () => {
  const response = await project.call("regenerate-filter", { id: crypto.randomUUID() });
  assert.deepEqual([response.status, (await response.json()).code], [401, "invalid_signature"]);
});
