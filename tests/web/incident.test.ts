// The page of an incident: what broke, since when, where, and who may see it.
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { createOperator } from "../support/operators.ts";
import { fixOf } from "../support/proposed-fix.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { card, failing, openIncident, PHONE, proposed, report, shows, verdict } from "./incident-page.ts";

let app: WebApp;

Deno.test.beforeAll(async () => {
  app = await startWebApp();
  // All of them fail in the same way.
  await app.project.stack
    .sql`update private.settings set systemic_traders = 1000, storm_rows_per_minute = 1000`;
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

Deno.test("a failure that stops the trader is told in plain words, with the line of the code that does not compile", async () => {
  const failed = await failing(app.project, "missingFunction");
  await using opened = await openIncident(app, failed);
  const { page } = opened;
  await page.getByRole("heading", { level: 1, name: /Dip <hunter> & "co" does not compile/ }).waitFor();
  await page.getByRole("heading", { level: 2, name: "The filter calls GetLatestMA, which does not exist." })
    .waitFor();
  await page.getByText("The trader is stopped: it runs on no symbol, so every signal is missed.").waitFor();
  const error = card(page, "What happened");
  await error.getByText("failed at line 1").waitFor();
  await error.getByLabel("Code that failed; line 1 is marked").getByText("has no symbol GetLatestMA")
    .waitFor();
  await page.getByRole("link", { name: /^Back to Dip/ }).click();
  await page.waitForURL(`${app.url}/traders/${failed.trader}`);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a failure is shown from its message to stack, context, symbols and hours", async () => {
  const failed = await failing(app.project, "endless", {
    stack_trace: "goroutine 1 [running]:\nmain.evaluate()",
    context: {
      symbol: "NEWUSDT",
      trigger_interval: "5m",
      execution_duration_ms: 1500,
      executor_version: "1.4.2",
    },
  });
  for (let symbol = 0; symbol < 25; symbol++) {
    await report(app.project, failed, { context: { symbol: `COIN${symbol}USDT`, trigger_interval: "5m" } });
  }
  await using opened = await openIncident(app, failed);
  const { page } = opened;
  const error = card(page, "What happened");
  await page.getByText("26 times").waitFor();
  await error.getByRole("region", { name: "Message", exact: true }).getByText(
    "filter execution timed out after 1s",
  ).waitFor();
  await error.getByRole("img", { name: /^26 occurrences in the last seven days/ }).waitFor();

  const chips = error.getByRole("listitem");
  assert.equal(await chips.count(), 21);
  await error.getByRole("button", { name: "and 6 more" }).click();
  await eventually("all symbols", async () => await chips.count() === 26 || undefined);

  const rows = error.getByRole("region", { name: "Latest errors" }).getByRole("row");
  assert.equal(await rows.count(), 11);
  await error.getByRole("button", { name: "Show older" }).click();
  await eventually("older errors", async () => await rows.count() > 11 || undefined);
  assert.deepEqual(opened.errors, []);
});

Deno.test("an error that arrives is counted on the open page", async () => {
  const failed = await failing(app.project, "endless", { stack_trace: "first" });
  await using opened = await openIncident(app, failed);
  const { page } = opened;
  await page.getByText("1 time", { exact: true }).waitFor();
  await page.locator("[data-live=true]").waitFor({ state: "attached" });
  await report(app.project, failed, {
    context: { symbol: "OLDUSDT", trigger_interval: "5m" },
    stack_trace: "second",
  });
  await page.getByText("2 times", { exact: true }).waitFor();
  await card(page, "What happened").getByText("OLDUSDT").first().waitFor();
  await page.getByText("Stack trace").click();
  await page.getByRole("region", { name: "Stack trace" }).getByText("second").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what is not there, is somebody else's, or is another trader's is not found", async () => {
  const mine = await failing(app.project, "endless");
  const theirs = await failing(app.project, "endless");
  for (
    const path of [
      `/traders/${mine.trader}/errors/${crypto.randomUUID()}`,
      `/traders/${mine.trader}/errors/nonsense`,
      `/traders/${theirs.trader}/errors/${theirs.incident}`,
      `/traders/${theirs.trader}/errors/${mine.incident}`,
    ]
  ) {
    await using opened = await app.open(path, { user: mine.user });
    await opened.page.getByRole("heading", { name: "Not found" }).waitFor();
    assert.deepEqual(opened.errors, []);
  }
});

Deno.test("an operator sees a user's failure without the buttons that only its owner may press", async () => {
  const failed = await proposed(app.project);
  const user = await createOperator(app.project);
  await shows(app, { ...failed, user }, "Repair ready and proven", [
    "Only the trader's owner can decide here.",
  ]);
  await using opened = await openIncident(app, { ...failed, user });
  const { page } = opened;
  await page.getByText("Only the trader's owner can decide here.").waitFor();
  for (const name of ["Accept and deploy", "Edit", "Reject", "Resolve", "Ignore", "Test on market data"]) {
    assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);
  }
  await page.keyboard.press("a");
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a page that cannot be read says so, and is there after another try", async () => {
  const failed = await failing(app.project, "endless");
  await using opened = await app.open("/settings", { user: failed.user });
  const { page } = opened;
  await page.route(
    "**/rpc/incident_page",
    (route) => route.fulfill({ status: 400, json: { code: "XX000", message: "The page is broken" } }),
  );
  await page.goto(`/traders/${failed.trader}/errors/${failed.incident}`);
  await page.getByRole("alert").getByText("The page is broken").waitFor();
  await page.unroute("**/rpc/incident_page");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("1 time", { exact: true }).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what a reporter or a model wrote is shown as text", async () => {
  const evil = `<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>`;
  const failed = await failing(app.project, "endless", {
    error_message: evil,
    stack_trace: evil,
    context: { symbol: "<b>X</b>", trigger_interval: "5m", machine_id: evil },
  });
  const { sql } = app.project.stack;
  await sql`update public.traders set strategy = ${
    sql.json({ description: evil })
  } where id = ${failed.trader}`;
  const { id } = await fixOf(failed.user, failed.trader, ["held", "unfixable", "failed"]);
  await sql`update public.proposed_fixes set code = ${evil}, root_cause = ${`Cause: ${evil}`}, explanation = ${`It does: ${evil}`},
    what_changed = ${sql.json([`Change: ${evil}`])}, hint = ${evil} where id = ${id}`;
  await sql`update public.fix_attempts set trace_url = 'javascript:window.hacked = 1' where fix_id = ${id}`;
  await using opened = await openIncident(app, failed);
  const { page } = opened;
  await card(page, "What happened").getByRole("region", { name: "Message", exact: true }).getByText(evil)
    .waitFor();
  await page.getByText("Stack trace").click();
  await page.getByRole("region", { name: "Stack trace" }).getByText(evil).waitFor();
  await page.getByText("<b>X</b>").first().waitFor();
  for (const text of [`Cause: ${evil}`, `It does: ${evil}`, `Change: ${evil}`]) {
    await card(page, "What was tried").getByText(text).waitFor();
  }
  await card(page, "What was tried").getByRole("blockquote").getByText(evil).waitFor();
  await card(page, "Repairs and cost").getByText(evil).waitFor();
  assert.equal(await page.evaluate(`"hacked" in globalThis`), false);
  assert.equal(await page.locator("a[href^=javascript]").count(), 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("trouble of the executor is nothing to repair and ends by itself", async () => {
  const failed = await failing(app.project, "endless", {
    error_message: "failed to fetch klines: connection refused",
  });
  await shows(app, failed, "Nothing to repair", ["It ends by itself, and you are told when it has."]);
  await app.project.stack.sql`update public.trader_incidents
    set status = 'resolved', resolved_at = now(), recovered_at = now() where id = ${failed.incident}`;
  await shows(app, failed, "Ended by itself");
});

Deno.test("a trader in another language, an ignored failure and one that came back say what they are", async () => {
  const { sql } = app.project.stack;
  const failed = await failing(app.project, "endless");
  await sql`update public.traders set language = 'javascript' where id = ${failed.trader}`;
  await shows(app, failed, "Recorded, not repaired");
  const ignored_until = new Date(Date.now() + 25 * 3_600_000).toISOString();
  const ignore = { incident_id: failed.incident, status: "ignored", ignored_until };
  const answer = await app.project.call("set-incident-status", ignore, failed.user.headers);
  assert.equal(answer.status, 200, await answer.text());
  await shows(app, failed, "Ignored for a time", ["in 1 day"]);
  await sql`update public.trader_incidents set status = 'open', escalation = 'rate', ignored_until = null, stale_occurrences = 1 where id = ${failed.incident}`;
  await shows(app, failed, "Recorded, not repaired", [
    "It is open again because it now happens far more often",
  ]);
});

Deno.test("on a phone what broke, the verdict and the button to press are in sight at once", async () => {
  const failed = await proposed(app.project);
  await using opened = await openIncident(app, failed, { viewport: PHONE });
  const { page } = opened;
  const accept = page.getByRole("button", { name: "Accept and deploy" });
  await accept.waitFor();
  await page.getByLabel("Code that failed; line 2 is marked").waitFor();
  assert.equal(await page.evaluate("scrollY"), 0);
  for (
    const place of [
      page.getByRole("heading", { level: 2 }).first(),
      verdict(page, "Repair ready and proven"),
      accept,
    ]
  ) {
    const box = await place.boundingBox();
    assert.ok(box !== null && box.y >= 0 && box.y + box.height <= PHONE.height, JSON.stringify(box));
  }
  await page.getByRole("button", { name: "Swipe" }).click();
  await page.getByRole("region", { name: "Filter code, original and proposed" }).getByText("2 of 2")
    .waitFor();
  await page.reload();
  await page.getByText("2 of 2").waitFor();
  assert.deepEqual(await violationsOf(page), []);
  assert.deepEqual(opened.errors, []);
});
