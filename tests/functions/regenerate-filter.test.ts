import assert from "node:assert/strict";
import type { Tables } from "../../supabase/functions/_shared/database.types.ts";
import { eventually } from "../support/eventually.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent, type FilterName, market } from "../support/traders.ts";

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

function settledFix(user: TestUser, trader: string): Promise<Tables<"proposed_fixes">> {
  return eventually("a settled fix", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).maybeSingle();
    return data !== null && !["queued", "generating"].includes(data.status) ? data : undefined;
  });
}

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

Deno.test("a failure that is not seen again ends as unfixable, without a proposal", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "missingNilCheck", { market_data: market("BTCUSDT", 250) });
  const fix = await settledFix(user, trader);
  assert.deepEqual([fix.status, fix.reason, fix.code], ["unfixable", "not_reproduced", null]);
});

Deno.test("without market data nothing is offered or given up: it is tried again later", async () => {
  const user = await project.createUser();
  const trader = await fail(user, "missingFunction", {});
  const fix = await eventually("the second attempt to end", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).maybeSingle();
    return data?.status === "queued" && data.attempt === 2 ? data : undefined;
  });
  assert.deepEqual([fix.reason, fix.validated, fix.code], ["no_market_data", false, null]);
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
