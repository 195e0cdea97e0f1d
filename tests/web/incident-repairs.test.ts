// The page of an incident through the life of its repair, from the queue to the decision.
import assert from "node:assert/strict";
import { fixOf } from "../support/proposed-fix.ts";
import { FILTERS } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import {
  card,
  endRepair,
  type Failing,
  failing,
  openIncident,
  proposed,
  shows,
  startRepair,
  verdict,
} from "./incident-page.ts";

let app: WebApp;

Deno.test.beforeAll(async () => {
  app = await startWebApp();
  // All of them fail in the same way.
  await app.project.stack.sql`update private.settings set systemic_traders = 1000`;
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

const CODE = FILTERS.endless.code.replace("\t\ti--\n\t}\n", "\t}\n\ti--\n");
const PROOF = {
  reproduced: true,
  failure_seen: { symbol: "BTCUSDT", message: "timed out", line: 4, source: "for i >= 0 {" },
  compiles: true,
  crash_input_passes: true,
  replayed: 12,
  captured: 1,
  others_from: "executor",
  failing: [],
  healthy: { inputs: 11, equal: 10, changed: [{ symbol: "OLDUSDT", before: false, after: true }] },
  suppression: [],
  p95_ms: 0.4,
  fuel: 900,
  verdict: "validated",
  failure: null,
};

/** A trader that no rule can mend. */
function stuck(): Promise<Failing> {
  return failing(app.project, "endless");
}

Deno.test("a repair under way shows its steps as they are told, and itself when it is there", async () => {
  const failed = await stuck();
  const fix = await startRepair(app.project, failed);
  await using opened = await openIncident(app, failed);
  const { page } = opened;
  await verdict(page, "Being repaired").waitFor();
  await page.getByText("Step 1 of 7: Starting").waitFor();
  await page.locator("[data-live=true]").waitFor({ state: "attached" });

  const { data } = await app.project.admin.from("proposed_fixes").select("attempt").eq("id", fix).single();
  const step = { fix_id: fix, attempt: data?.attempt, step: "validate", step_done: 3, step_total: 12 };
  await app.project.admin.rpc("report_fix_step", step);
  await page.getByText("Step 6 of 7: Proving the repair · 3 of 12 markets").waitFor();
  await page.reload();
  await page.getByText("Step 6 of 7: Proving the repair · 3 of 12 markets").waitFor();

  await endRepair(app.project, fix, {
    status: "proposed",
    origin: "llm",
    code: CODE,
    root_cause: "The loop does not always count down.",
    explanation: "It now counts down in every turn.",
    what_changed: ["Moved the counting out of the condition."],
    validated: true,
    validation: PROOF,
  });
  await verdict(page, "Repair ready, proven with changes").waitFor();
  await page.getByText("10 of 11 results stayed the same, 1 changed").first().waitFor();
  await card(page, "What changes").getByText("The loop does not always count down.").waitFor();
  await card(page, "Proof").getByRole("row", { name: "OLDUSDT No signal Signal" }).waitFor();
  await card(page, "What happened").getByText("failed at line 4").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a proven repair is shown with its diff, side by side or in one column, as it was last chosen", async () => {
  const failed = await proposed(app.project);
  await shows(app, failed, "Repair ready and proven", ["the failure is reproduced and gone"]);
  await using opened = await openIncident(app, failed);
  const { page } = opened;
  const changes = card(page, "What changes");
  await changes.getByLabel("Original code").waitFor();
  await changes.getByLabel("Proposed code").getByText("rsi == nil").waitFor();
  await changes.getByRole("button", { name: "In one column" }).click();
  await changes.getByLabel("Changes from the original to the proposed code").waitFor();
  await page.reload();
  await changes.getByLabel("Changes from the original to the proposed code").waitFor();
  await changes.getByRole("button", { name: "All lines" }).click();
  await changes.getByText("Buy when the market is oversold").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a repair that was tried on made-up markets alone, or is not proven, is never called proven", async () => {
  const failed = await proposed(app.project);
  const { sql } = app.project.stack;
  const set = (changes: Record<string, unknown>): Promise<unknown> =>
    sql`update public.proposed_fixes set validation = validation || ${
      sql.json(changes as never)
    } where trader_id = ${failed.trader}`;
  await set({ captured: 0, others_from: "samples" });
  await shows(app, failed, "Repair ready, proven on made-up markets only", ["They are made up"]);
  const suppression = [{ code: "condition_dropped", message: "It no longer asks for the index.", line: 2 }];
  await set({ verdict: "not_validated", suppression, failure: suppression[0]?.message });
  await sql`update public.proposed_fixes set validated = false where trader_id = ${failed.trader}`;
  await shows(app, failed, "Repair ready, not proven", [
    "Not proven: It no longer asks for the index. Look closely before you deploy it.",
    "A condition may be gone: It no longer asks for the index (line 2).",
  ]);
  // As it is kept of code that was deployed without a proof.
  await sql`update public.proposed_fixes set validation = '{}' where trader_id = ${failed.trader}`;
  await shows(app, failed, "Repair ready, not proven", ["Nothing shows yet that it works."]);
});

Deno.test("a repair that waits says for what, and where one can change that", async () => {
  const failed = await stuck();
  await shows(app, failed, "Repair waits", [
    "No repair rule knows this fault, and no language model is set up.",
  ]);
  const cases: [string, string][] = [
    ["auto_regenerate_off", "You have switched off automatic repairs."],
    ["daily_cost_cap", "Your spending limit of the day is reached."],
    ["trader_attempts_cap", "This trader's attempts of the day are used up."],
    ["trader_cost_cap", "What may be spent on one trader in a day is spent."],
  ];
  for (const [reason, text] of cases) {
    await app.project.stack
      .sql`update public.proposed_fixes
      set reason = ${reason}, next_attempt_at = now() + interval '1 day' where trader_id = ${failed.trader}`;
    await using opened = await openIncident(app, failed);
    await verdict(opened.page, "Repair waits").waitFor();
    await opened.page.getByText(text).first().waitFor();
    const isOwners = reason === "auto_regenerate_off" || reason === "daily_cost_cap";
    assert.equal(await opened.page.getByRole("link", { name: "Open settings" }).count(), isOwners ? 1 : 0);
    assert.deepEqual(opened.errors, []);
  }
  await app.project.stack
    .sql`update public.proposed_fixes set reason = 'systemic_fault' where trader_id = ${failed.trader}`;
  await app.project.stack.sql`with fault as (
      insert into public.systemic_faults (fingerprint, error_type, error_message) values (${crypto.randomUUID()}, 'timeout', 'timed out') returning id
    ) update public.trader_incidents set systemic_fault_id = fault.id from fault where trader_incidents.id = ${failed.incident}`;
  await shows(app, failed, "Many traders fail at once", ["So it is most likely not your code."]);
});

Deno.test("a repair in the queue says when it is tried, one that ended without being deployed what to do", async () => {
  const { sql } = app.project.stack;
  const failed = await stuck();
  const { id } = await fixOf(failed.user, failed.trader, ["held"]);
  // Not due, so nobody takes it.
  await sql`update public.proposed_fixes
    set status = 'queued', reason = null, reason_detail = null, next_attempt_at = now() + interval '61 minutes' where id = ${id}`;
  await shows(app, failed, "Repair queued", ["It starts within seconds."]);
  await sql`update public.proposed_fixes set reason = 'llm_timeout' where id = ${id}`;
  await shows(app, failed, "Repair is tried again", ["in 1 hour"]);
  await sql`update public.proposed_fixes set status = 'superseded', reason = 'base_moved' where id = ${id}`;
  await shows(app, failed, "Repair out of date", ["Other code runs by now."]);

  const rejected = await proposed(app.project);
  await sql`update public.proposed_fixes
    set status = 'rejected', decided_at = now(), decision_reason = 'Too careful' where id = ${rejected.fix.id}`;
  await shows(app, rejected, "Repair rejected", ["Ask for another repair", "Too careful"]);
});

Deno.test("a repair that was not found says why, with the candidate that is not proven", async () => {
  const failed = await stuck();
  const fix = await startRepair(app.project, failed);
  await endRepair(app.project, fix, {
    status: "failed",
    reason: "validation_failed",
    reason_detail: "On BTCUSDT it failed: timed out.",
    code: CODE,
    origin: "llm",
    validated: false,
    validation: {
      ...PROOF,
      verdict: "not_validated",
      crash_input_passes: false,
      failure: "On BTCUSDT it failed: timed out",
    },
  });
  await shows(app, failed, "No repair found", [
    "The last candidate is shown below. It is not proven.",
    "The repaired code fails on the very data that it failed on",
  ]);

  const other = await stuck();
  await endRepair(app.project, await startRepair(app.project, other), {
    status: "unfixable",
    reason: "same_candidate",
    reason_detail: "The model offered the same code again.",
  });
  await shows(app, other, "Cannot be repaired", ["The model offered the same code again."]);
});
