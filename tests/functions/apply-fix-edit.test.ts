// What a user accepts that is not the candidate as it was offered: an edit, or code without a proof.
import assert from "node:assert/strict";
import { accept, accepted, refusal } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf, type ProposedFix, proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, FILTERS, market } from "../support/traders.ts";

let project: Project;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  project = await startProject({ EXECUTOR_URL: executor.url });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

/** Holds on the input that broke the filter, and asks for the same. */
const EDIT = `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
// Too few candles.
if rsi == nil {
	return false
}
return *rsi < 30`;
/** Compiles, and fails on the same input as the original. */
const UNPROVEN = `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return *rsi < 29`;

async function proposed(): Promise<{ user: TestUser; fix: ProposedFix }> {
  const user = await project.createUser();
  return { user, fix: await proposeFix(project, user) };
}

async function versions(user: TestUser, trader: string): Promise<Record<string, unknown>[]> {
  const { data } = await user.client.from("filter_versions").select(
    "version, source, code, author_id, is_running",
  )
    .eq("trader_id", trader).order("version");
  return data ?? [];
}

Deno.test("apply-fix deploys a user's edit that is proven, as theirs", async () => {
  const { user, fix } = await proposed();
  const deployment = await accepted(project, user, fix, { code: EDIT, reason: "With a comment" });
  assert.deepEqual([deployment.status, deployment.fix_id], ["deployed", fix.id]);
  const { version: _, ...version } = (await versions(user, fix.trader_id)).at(-1) ?? {};
  assert.deepEqual(version, { source: "edit", code: EDIT, author_id: user.id, is_running: true });
  const { data } = await user.client.from("proposed_fixes").select("status, code, decision_reason").eq(
    "id",
    fix.id,
  )
    .single();
  assert.deepEqual(data, { status: "accepted", code: fix.code, decision_reason: "With a comment" });
});

Deno.test("apply-fix asks for a word before it deploys an edit without a proof", async () => {
  const { user, fix } = await proposed();
  assert.deepEqual(await refusal(await accept(project, user, fix, { code: UNPROVEN })), [
    422,
    "not_validated",
  ]);
  assert.equal((await versions(user, fix.trader_id)).length, 1);
  const deployment = await accepted(project, user, fix, { code: UNPROVEN, acknowledge_unvalidated: true });
  assert.equal(deployment.status, "deployed");
});

Deno.test("apply-fix takes no word for an edit that does not compile", async () => {
  const { user, fix } = await proposed();
  for (const edit of [{ code: "return rsi <" }, { code: EDIT, series_code: "return nonsense" }]) {
    const response = await accept(project, user, fix, { ...edit, acknowledge_unvalidated: true });
    assert.deepEqual(await refusal(response), [422, "does_not_compile"]);
  }
  assert.equal((await versions(user, fix.trader_id)).length, 1);
});

Deno.test("apply-fix takes no edit that is the running code", async () => {
  const { user, fix } = await proposed();
  const response = await accept(project, user, fix, {
    code: FILTERS.missingNilCheck.code,
    acknowledge_unvalidated: true,
  });
  assert.deepEqual(await refusal(response), [422, "code_unchanged"]);
});

Deno.test("apply-fix answers the second of two tabs that accepted other code with 409", async () => {
  const { user, fix } = await proposed();
  const first = await accepted(project, user, fix);
  assert.deepEqual(await refusal(await accept(project, user, fix, { code: EDIT })), [
    409,
    "already_accepted",
  ]);
  const again = await (await accept(project, user, fix)).json();
  assert.deepEqual([again.already_accepted, again.deployment.id], [true, first.id]);
});

Deno.test("apply-fix takes a user's own code where no repair was found", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "noTrades");
  const event = errorEvent(trader, "noTrades", { market_data: noTrades() });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  const fix = await fixOf(user, trader, ["held", "failed", "unfixable", "proposed"]);
  const { data: running } = await user.client.from("filter_versions").select("code_sha256").eq(
    "trader_id",
    trader,
  )
    .eq("is_running", true).single();
  const shown = fix.code_sha256 ?? running?.code_sha256;
  const code = `return data.Ticker.LastPrice > 0 && len(data.Klines["5m"]) > 3`;
  const deployment = await accepted(project, user, { id: fix.id, code_sha256: shown }, {
    code,
    acknowledge_unvalidated: true,
  });
  assert.equal(deployment.status, "deployed");
});

Deno.test("apply-fix names the field of a body that does not fit", async () => {
  const { user, fix } = await proposed();
  const bad: [Record<string, unknown>, string][] = [
    [{ series_code: "x" }, "code"],
    [{ code: "" }, "code"],
    [{ code: "x".repeat(70_000) }, "code"],
    [{ reason: "x".repeat(2_001) }, "reason"],
    [{ acknowledge_unvalidated: "yes" }, "acknowledge_unvalidated"],
    [{ code_sha256: "ABC" }, "code_sha256"],
    [{ decision: "maybe" }, "decision"],
    [{ colour: "red" }, "colour"],
  ];
  for (const [more, field] of bad) {
    const response = await accept(project, user, fix, more);
    const { code, message } = await response.json();
    assert.deepEqual([response.status, code], [400, "invalid_body"], message);
    assert.ok(message.includes(field), message);
  }
});

Deno.test("apply-fix does not find the fix of a trader that was deleted", async () => {
  const { user, fix } = await proposed();
  await project.stack.sql`delete from public.traders where id = ${fix.trader_id}`;
  assert.deepEqual(await refusal(await accept(project, user, fix)), [404, "fix_not_found"]);
  assert.deepEqual(await refusal(await accept(project, user, fix, { code: EDIT })), [404, "fix_not_found"]);
});

function noTrades(): Record<string, unknown> {
  const data = market("NEWUSDT", 30);
  const klines = (data.klines as Record<string, Record<string, unknown>[]>)["5m"] ?? [];
  return { ...data, klines: { "5m": klines.map((kline) => ({ ...kline, trades: -1 })) } };
}
