// A repair whose market data comes from the executor, or does not.
import assert from "node:assert/strict";
import type { Tables } from "../../supabase/functions/_shared/database.types.ts";
import { eventually } from "../support/eventually.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject } from "../support/project.ts";
import { createTrader, errorEvent, type FilterName, market } from "../support/traders.ts";

let project: Project;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  for (const symbol of ["BTCUSDT", "ETHUSDT", "SOLUSDT"]) executor.markets.set(symbol, candles(symbol, 250));
  executor.markets.set("NEWUSDT", candles("NEWUSDT", 10));
  project = await startProject({ EXECUTOR_URL: executor.url });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

function candles(symbol: string, count: number): unknown[] {
  const { klines } = market(symbol, count) as { klines: Record<string, unknown[]> };
  return klines["5m"] ?? [];
}

async function repair(
  filter: FilterName,
  over: (fix: Tables<"proposed_fixes">) => boolean,
): Promise<Tables<"proposed_fixes">> {
  const user = await project.createUser();
  const trader = await createTrader(project, user, filter);
  await project.callSigned("record-error", errorEvent(trader, filter), project.recordErrorSecret);
  return await eventually("the end of the repair", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).maybeSingle();
    return data !== null && over(data) ? data : undefined;
  });
}

const settled = ({ status }: Tables<"proposed_fixes">): boolean => !["queued", "generating"].includes(status);

Deno.test("without captured data the failure is seen on the executor's candles of the failing symbol", async () => {
  const fix = await repair("missingNilCheck", settled);
  assert.deepEqual([fix.status, fix.origin, fix.validated], ["proposed", "rules", true]);
  const { others_from, replayed, failure_seen } = Object(fix.validation);
  assert.deepEqual([others_from, replayed, failure_seen.symbol], ["executor", 4, "NEWUSDT"]);
});

Deno.test("markets that the executor cannot give are left out, and the others serve", async () => {
  executor.markets.set("BROKENUSDT", [{ not: "a candle" }]);
  const fix = await repair("missingNilCheck", settled);
  executor.markets.delete("BROKENUSDT");
  assert.deepEqual([fix.status, Object(fix.validation).replayed], ["proposed", 4]);
});

Deno.test("while the executor is away a failure that samples do not show is looked for again later", async () => {
  const markets = [...executor.markets];
  executor.markets.clear();
  executor.markets.set("BROKENUSDT", [{ not: "a candle" }]);
  const fix = await repair("noTrades", ({ status, attempt }) => status === "queued" && attempt === 2);
  executor.markets.clear();
  for (const [symbol, klines] of markets) executor.markets.set(symbol, klines);
  assert.deepEqual([fix.reason, fix.validated, fix.code], ["no_market_data", false, null]);
  assert.ok(Date.parse(fix.next_attempt_at) > Date.now());
});
