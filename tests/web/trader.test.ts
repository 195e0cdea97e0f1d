// The page of a trader: how it is, what failed, what was done to it and what that cost.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { accepted } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import type { TestUser } from "../support/project.ts";
import { type ProposedFix, proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { failAlone, openLive } from "./bell.ts";

const NAME = `Dip <hunter> & "co"`;
const TABS = ["incidents", "versions", "costs", "history"];

let executor: FakeExecutor;
let app: WebApp;
Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  app = await startWebApp({ EXECUTOR_URL: executor.url, EXECUTOR_TOKEN: "token" });
});
Deno.test.afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

/** A trader of this user that failed, was repaired and runs the repair. */
async function repaired(user: TestUser): Promise<ProposedFix> {
  const fix = await proposeFix(app.project, user);
  await accepted(app.project, user, fix, { reason: "Proven on my markets" });
  return fix;
}

async function incidentOf(user: TestUser, trader: string): Promise<string> {
  const { data } = await user.client.from("trader_incidents").select("id").eq("trader_id", trader).single();
  return data?.id;
}

async function fits(page: Page): Promise<void> {
  assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
}

/** Once the chosen tab has read what it shows. */
async function tabIsRead(page: Page): Promise<void> {
  await page.locator("[role=tabpanel][data-state=active]:not(:has([aria-busy=true]))").waitFor();
}

for (const theme of ["light", "dark"] as const) {
  Deno.test(`a failing trader tells how it is, what it is for and which repair waits (${theme})`, async () => {
    const user = await app.project.createUser();
    const { trader_id } = await proposeFix(app.project, user);
    await app.project.stack.sql`
      update public.traders
      set description = 'Buys dips', filter = filter || '{"description": ["RSI of 14 candles is below 30"]}'
      where id = ${trader_id}`;
    await using opened = await app.open(`/traders/${trader_id}`, { user, theme });
    const { page } = opened;
    await page.getByRole("heading", { level: 1, name: NAME }).waitFor();
    const now = page.getByRole("region", { name: "Now" });
    await now.getByText("Failing").waitFor();
    await now.getByText("It runs, but fails on some markets, where signals are missed.").waitFor();
    await now.getByText(/panic in trader: reflect/).waitFor();
    const purpose = page.getByRole("region", { name: "What it is meant to do" });
    await purpose.getByText("Buys dips").waitFor();
    await purpose.getByText("Buy when the market is oversold").waitFor();
    await purpose.getByText("RSI of 14 candles is below 30").waitFor();
    await purpose.getByText("It looks at candles of 5m.").waitFor();
    await page.getByRole("tab", { name: "Incidents, 1 open" }).waitFor();
    assert.deepEqual(await violationsOf(page), []);

    await page.getByRole("link", { name: "Look at the repair" }).click();
    await page.waitForURL(`${app.url}/traders/${trader_id}/errors/${await incidentOf(user, trader_id)}`);
    assert.deepEqual(opened.errors, []);
  });

  Deno.test(`every tab is fit for a phone and for everybody (${theme})`, async () => {
    const user = await app.project.createUser();
    const { trader_id } = await repaired(user);
    const name = `Squeeze${"OfAverages".repeat(20)}`;
    await app.project.stack.sql`update public.traders set name = ${name} where id = ${trader_id}`;
    await using opened = await app.open("/traders", { user, theme, viewport: { width: 360, height: 740 } });
    const { page } = opened;
    for (const tab of TABS) {
      await page.goto(`/traders/${trader_id}?tab=${tab}`);
      await tabIsRead(page);
      await fits(page);
      assert.deepEqual(await violationsOf(page), []);
      const chosen = await page.getByRole("tab", { selected: true }).boundingBox();
      assert.ok(chosen !== null && chosen.x >= 0 && chosen.x + chosen.width <= 360, tab);
    }
    assert.deepEqual(opened.errors, []);
  });
}

Deno.test("tabs and filter go by keyboard, are in the address and outlast a reload", async () => {
  const user = await app.project.createUser();
  const { trader_id } = await repaired(user);
  await using opened = await app.open(`/traders/${trader_id}`, { user });
  const { page } = opened;
  await page.getByRole("tab", { name: "Incidents" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Versions" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${app.url}/traders/${trader_id}?tab=versions`);
  await page.getByRole("heading", { name: "Version 2" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Version 2" }).waitFor();

  await page.getByRole("tab", { name: "Incidents" }).click();
  await page.waitForURL(`${app.url}/traders/${trader_id}`);
  const filter = page.getByRole("group", { name: "Which incidents" });
  await filter.getByRole("button", { name: "Open" }).click();
  await page.getByText("No incident is open").waitFor();
  await filter.getByRole("button", { name: "Resolved" }).click();
  await page.waitForURL(`${app.url}/traders/${trader_id}?status=resolved`);
  await page.reload();
  const row = page.getByRole("list", { name: "Incidents" }).getByRole("listitem");
  for (const words of ["Cause: the trader's code", "1 occurrence", "on 1 symbol", "Resolved"]) {
    await row.getByText(words, { exact: true }).waitFor();
  }
  await row.getByRole("link").click();
  await page.waitForURL(`${app.url}/traders/${trader_id}/errors/${await incidentOf(user, trader_id)}`);
  assert.deepEqual(opened.errors, []);
});

Deno.test("history and spend tell the story of a repair", async () => {
  const user = await app.project.createUser();
  const { trader_id } = await repaired(user);
  await using opened = await app.open(`/traders/${trader_id}?tab=history`, { user });
  const { page } = opened;
  const entries = page.getByRole("tabpanel").getByRole("listitem");
  await entries.filter({ hasText: "Version 2 went live" }).waitFor();
  const decision = entries.filter({ hasText: "You accepted a repair (version 1 to 2)" });
  await decision.getByText("It was proven.").waitFor();
  await decision.getByText("Proven on my markets").waitFor();
  await entries.filter({ hasText: "An incident was resolved by other code" })
    .getByRole("link", { name: "Look at the incident" }).waitFor();

  await page.getByRole("tab", { name: "Recovery and spend" }).click();
  const costs = page.getByRole("region", { name: "What its repairs cost in 30 days" });
  await costs.getByText("Repair rules and repairs proven before cost nothing").waitFor();
  await page.getByText("A repair is made at once when the code fails.").waitFor();
  await app.project.stack.sql`update public.fix_attempts set cost_usd = 0.25 where trader_id = ${trader_id}`;
  await page.reload();
  await costs.getByRole("img", { name: /^Spend per day over 30 days: US\$0.25 in all/ }).waitFor();
  await page.getByRole("link", { name: "Change it for all your traders" }).click();
  await page.waitForURL(`${app.url}/settings`);
  assert.deepEqual(opened.errors, []);
});

Deno.test("what is not there, not the user's or no id at all is not found", async () => {
  const stranger = await app.project.createUser();
  const theirs = await createTrader(app.project, stranger, "endless");
  const user = await app.project.createUser();
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  for (const id of [theirs, crypto.randomUUID(), "nonsense"]) {
    await page.goto(`/traders/${id}`);
    await page.getByText("There is nothing here").waitFor();
    assert.equal(await page.getByText(NAME).count(), 0);
  }
  assert.deepEqual(opened.errors, []);
});

Deno.test("a fault of the executor shows as it arrives, and is not called the code's", async () => {
  const user = await app.project.createUser();
  const trader = await failAlone(app.project, user);
  await app.project.stack.sql`update public.traders set language = 'javascript' where id = ${trader}`;
  await using opened = await openLive(app, user, `/traders/${trader}`);
  const { page } = opened;
  const rows = page.getByRole("list", { name: "Incidents" }).getByRole("listitem");
  await rows.getByText("Cause: the executor").waitFor();
  await page.getByText("JavaScript: recorded, not repaired").waitFor();

  const event = errorEvent(trader, "missingFunction");
  const answer = await app.project.callSigned("record-error", event, app.project.recordErrorSecret);
  assert.equal(answer.status, 202);
  await answer.body?.cancel();
  await page.getByRole("region", { name: "Now" }).getByText("Stopped", { exact: true }).waitFor();
  await rows.getByText("Cause: the trader's code").waitFor();
  await page.getByRole("tab", { name: "Incidents, 2 open" }).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what users, models and executors write is shown as text", async () => {
  const user = await app.project.createUser();
  const { trader_id } = await repaired(user);
  const evil = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
  const { sql } = app.project.stack;
  await sql`
    update public.traders
    set name = ${evil}, description = ${evil}, strategy = jsonb_build_object('description', ${evil}::text),
      filter = filter || jsonb_build_object('description', array[${evil}::text]), error_message = ${evil}, error_count = 1
    where id = ${trader_id}`;
  await sql`update public.trader_incidents set summary = ${evil} where trader_id = ${trader_id}`;
  await sql`update public.deployments set error = ${evil}, reason = 'refused', status = 'failed', watch_until = null where trader_id = ${trader_id}`;
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  for (const tab of TABS) {
    await page.goto(`/traders/${trader_id}?tab=${tab}`);
    await tabIsRead(page);
    await page.getByRole("heading", { level: 1, name: evil }).waitFor();
    assert.equal(await page.locator("main :is(img, script, iframe)").count(), 0);
    assert.equal(await page.title(), `${evil} · Trader Error Recovery`);
  }
  assert.deepEqual(opened.errors, []);
});

Deno.test("a page that cannot be read says so and can be tried again", async () => {
  const user = await app.project.createUser();
  await createTrader(app.project, user, "endless");
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await page.route("**/rpc/trader_page", (route) => route.abort());
  await page.getByRole("link", { name: NAME }).click();
  await page.getByRole("alert").filter({ hasText: "The server cannot be reached" }).waitFor();
  await page.unroute("**/rpc/trader_page");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { level: 1, name: NAME }).waitFor();
  await page.getByText("This trader has never failed").waitFor();
  assert.deepEqual(opened.errors, []);
});
