// The cards of traders: what they tell, and what stands there while there are none.
import assert from "node:assert/strict";
import { proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { openLive } from "./bell.ts";
import { card, COMPILE, FIVE, KLINES, seed } from "./trader-cards.ts";

const PHONE = { width: 360, height: 740 };
let app: WebApp;
Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

for (const theme of ["light", "dark"] as const) {
  Deno.test(`a card tells state, since when, errors and the repair that waits (${theme})`, async () => {
    const user = await app.project.createUser();
    const fix = await proposeFix(app.project, user);
    await seed(app.project, user, FIVE);
    const { data } = await user.client.from("proposed_fixes").select("incident_id").eq("id", fix.id).single();
    await using opened = await app.open("/traders", { user, theme });
    const { page } = opened;

    await page.getByText(
      "Of 6 traders 2 are failing and 1 is stopped. 1 has a repair ready for you. 1 is switched off.",
    ).waitFor();
    const stopped = card(page, "Alpha dip");
    await stopped.getByText("Stopped").waitFor();
    await stopped.getByText("for 3 hours").waitFor();
    await stopped.getByText("1.8k errors").waitFor();
    // In plain words; what the executor wrote is there for who points at it.
    await stopped.getByText(/^The filter calls GetLatestMA, /).waitFor();
    await stopped.getByTitle(COMPILE).waitFor();
    await stopped.getByRole("img", {
      name: /^1,832 errors in the last 24 hours: at most 1,832 in an hour, none/,
    })
      .waitFor();
    const failing = card(page, "Bravo");
    await failing.getByText("Failing").waitFor();
    await failing.getByText("2 errors, still going on").waitFor();
    await card(page, "Charlie dip").getByText("Running").waitFor();
    await card(page, "Charlie dip").getByText("No errors in 24 hours").waitFor();
    await card(page, "Delta").getByText("Switched off").waitFor();
    await card(page, "Echo").getByText("JavaScript: recorded, not repaired").waitFor();
    assert.deepEqual(await violationsOf(page), []);

    await card(page, `Dip <hunter> & "co"`).getByRole("link", { name: "Repair ready" }).click();
    await page.waitForURL(`${app.url}/traders/${fix.trader_id}/errors/${data?.incident_id}`);
    assert.deepEqual(opened.errors, []);
  });

  Deno.test(`the cards fit a phone (${theme})`, async () => {
    const user = await app.project.createUser();
    await seed(app.project, user, [{ ...FIVE[0], name: `Squeeze${"OfAverages".repeat(20)}` }, ...FIVE]);
    await using opened = await app.open("/traders", { user, theme, viewport: PHONE });
    const { page } = opened;
    await card(page, "Echo").waitFor();
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
    assert.deepEqual(await violationsOf(page), []);
    assert.deepEqual(opened.errors, []);
  });
}

Deno.test("who has no traders is told what they are and where they come from", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await page.getByText("You have no traders yet").waitFor();
  await page.getByText(/You make traders in the screener/).waitFor();
  await page.getByRole("searchbox").waitFor({ state: "detached" });
  assert.deepEqual(await violationsOf(page), []);
  assert.deepEqual(opened.errors, []);
});

Deno.test("what cannot be read says so and can be tried again", async () => {
  const user = await app.project.createUser();
  await seed(app.project, user, FIVE);
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  await page.route("**/rpc/list_traders", (route) => route.abort());
  await page.getByRole("link", { name: "Traders", exact: true }).click();
  await page.getByRole("status").filter({ hasText: "Loading your traders" }).waitFor();
  await page.getByRole("alert").filter({ hasText: "The server cannot be reached" }).waitFor();
  assert.deepEqual(await violationsOf(page), []);

  await page.unroute("**/rpc/list_traders");
  await page.getByRole("button", { name: "Try again" }).click();
  await card(page, "Echo").waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
  assert.deepEqual(opened.errors, []);
});

Deno.test("an error changes card and summary as it arrives", async () => {
  const user = await app.project.createUser();
  const trader = await createTrader(app.project, user, "endless");
  await seed(app.project, user, [{ name: "Calm" }]);
  await using opened = await openLive(app, user, "/traders");
  const { page } = opened;
  await page.getByText("None of 2 traders is failing.").waitFor();
  await card(page, `Dip <hunter> & "co"`).getByText("Running").waitFor();

  const word = crypto.randomUUID().replace(/[^a-f]/g, "x");
  const event = errorEvent(trader, "endless", { error_message: `failed to fetch klines: ${word}` });
  const answer = await app.project.callSigned("record-error", event, app.project.recordErrorSecret);
  assert.equal(answer.status, 202);
  await answer.body?.cancel();
  await card(page, `Dip <hunter> & "co"`).getByText("The executor could not get its klines.").waitFor();
  await card(page, `Dip <hunter> & "co"`).getByText("Failing").waitFor();
  await page.getByText("Of 2 traders 1 is failing.").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("names and messages are text, whatever they hold", async () => {
  const user = await app.project.createUser();
  const name = `<img src=x onerror="document.title='run'">`;
  const error = `</p><script>document.title='run'</script> ${KLINES}`;
  await seed(app.project, user, [{ name, error }]);
  await app.project.stack
    .sql`update public.trader_incidents set summary = ${error} where user_id = ${user.id}`;
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await card(page, name).getByText(error).waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.locator("main script").count(), 0);
  assert.equal(await page.title(), "Traders · Trader Error Recovery");
  assert.deepEqual(opened.errors, []);
});
