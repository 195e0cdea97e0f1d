// The page of an incident after its repair was accepted: live and verified, refused, taken back, or failing again.
import assert from "node:assert/strict";
import { accepted } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { fixOf } from "../support/proposed-fix.ts";
import { FILTERS } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { card, type Failing, openIncident, proposed, report, shows, verdict } from "./incident-page.ts";

let app: WebApp;
let executor: FakeExecutor;

Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  app = await startWebApp({ EXECUTOR_URL: executor.url, EXECUTOR_TOKEN: "executor-token-0123456789" });
  // All of them fail in the same way.
  await app.project.stack.sql`update private.settings set systemic_traders = 1000`;
});
Deno.test.afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

/** A trader whose repair was accepted, and what its deployment has come to. */
async function decided(changes: Record<string, unknown> = {}): Promise<Failing & { deployment: string }> {
  const failed = await proposed(app.project);
  const { id, code_sha256 } = failed.fix;
  assert.ok(code_sha256 !== null);
  const { id: deployment } = await accepted(app.project, failed.user, { id, code_sha256 });
  if (Object.keys(changes).length > 0) {
    const { sql } = app.project.stack;
    await sql`update public.deployments set ${sql(changes)} where id = ${deployment}`;
  }
  return { ...failed, deployment };
}

Deno.test("an accepted repair is followed until it is verified", async () => {
  const failed = await decided();
  await shows(app, failed, "Repair live, watched", ["Version 2 saved", "Watched; ends"]);
  const { sql } = app.project.stack;
  await sql`update public.deployments set status = 'verified', watch_until = null where id = ${failed.deployment}`;
  await shows(app, failed, "Repair verified, not confirmed", ["never confirmed that it runs this code"]);
  await sql`update public.deployments set confirmed_at = now() where id = ${failed.deployment}`;
  await shows(app, failed, "Repaired and verified", ["It ran through its watch without a fault."]);
});

Deno.test("an edit that was deployed is not called proven for what was offered, also when other code runs by now", async () => {
  const failed = await proposed(app.project);
  const { id, code_sha256 } = failed.fix;
  const code = FILTERS.missingNilCheck.code.replace("30", "29");
  const edit = { code, acknowledge_unvalidated: true };
  await accepted(app.project, failed.user, { id, code_sha256: code_sha256 ?? "" }, edit);
  await shows(app, failed, "Repair live, watched", [
    "It was deployed without a proof.",
    "The code below is your edit",
  ]);
  await failed.user.client.from("traders").update({ filter: { code: "return false" } }).eq(
    "id",
    failed.trader,
  );
  await using opened = await openIncident(app, failed);
  const { page } = opened;
  await card(page, "Proof").getByText("Not proven", { exact: true }).waitFor();
  await card(page, "What was changed").getByText(/the repair that was offered, not what was deployed/)
    .waitFor();
  await page.getByText("Version 3 is the trader's code now.").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("an accepted repair that the executor refuses, does not answer, or that is taken back is not called live", async () => {
  executor.script.push(() =>
    Response.json({ error: "code validation failed: 1:1: nonsense" }, { status: 400 })
  );
  await shows(app, await decided(), "Repair not in order", ["code validation failed: 1:1: nonsense"]);

  executor.script.push(() => new Response("oops", { status: 502 }));
  await shows(app, await decided(), "Repair saved, not live yet", [
    "Until the new code is live, the executor runs the old one, which goes on failing.",
  ]);

  const error = "It failed 3 minutes after it went live.";
  const taken = { status: "rolled_back", reason: "fault_on_probation", error, watch_until: null };
  await shows(app, await decided(taken), "Repair taken back", [error, "Did not hold"]);
});

Deno.test("a failure that comes back leads to the repair that did not hold", async () => {
  const failed = await decided();
  const { code_sha256 } = await fixOf(failed.user, failed.trader, ["accepted"]);
  const incident = await report(app.project, failed, { code_sha256 });
  assert.notEqual(incident, failed.incident);
  await using opened = await openIncident(app, { ...failed, incident });
  const { page } = opened;
  await page.getByText("It came up when version 2 went live.").first().waitFor();
  await page.getByRole("link", { name: "See how that ended" }).waitFor();
  await page.getByRole("link", { name: "See the repair that did not hold" }).click();
  await page.waitForURL(`${app.url}/traders/${failed.trader}/errors/${failed.incident}`);
  await verdict(page, "Repair not in order").waitFor();
  await card(page, "Deployment").getByText("Live, but failing").waitFor();
  assert.deepEqual(opened.errors, []);
});
