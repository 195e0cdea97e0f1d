// What all pages have in common: the keyboard, the network that comes and goes, storms, every width.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { createTrader, errorEvent, market } from "../support/traders.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { type AppPage, startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";

let app: WebApp;

Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

function report(event: Record<string, unknown>): Promise<Response> {
  return app.project.callSigned("record-error", event, app.project.recordErrorSecret);
}

/** The page has joined its channel: from now on it hears of what happens. */
async function joined(opened: AppPage): Promise<void> {
  await opened.page.locator("[data-live=true]").waitFor({ state: "attached" });
}

Deno.test("a page that was offline says so, and shows what happened meanwhile without a reload", async () => {
  const user = await app.project.createUser();
  const trader = await createTrader(app.project, user, "endless");
  await using opened = await app.open("/traders", { user });
  const { page, context } = opened;
  const card = page.getByRole("article").filter({ hasText: "Dip <hunter>" });
  await card.getByText("Running").waitFor();

  await context.setOffline(true);
  await page.getByText("You are offline.").waitFor();
  await card.getByText("Running").waitFor();
  await report(errorEvent(trader, "endless"));
  await context.setOffline(false);

  await page.getByText("You are offline.").waitFor({ state: "detached" });
  await card.getByText("Running").waitFor({ state: "detached" });
});

Deno.test("a storm leaves the page usable: the count is right, and reads stay few", async () => {
  const user = await app.project.createUser();
  const trader = await createTrader(app.project, user, "endless");
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await joined(opened);
  let reads = 0;
  page.on("request", (request) => reads += request.url().includes("/rpc/list_traders") ? 1 : 0);

  const startedAt = performance.now();
  for (let batch = 0; batch < 20; batch++) {
    const events = Array.from({ length: 500 }, () => errorEvent(trader, "endless"));
    const response = await app.project.callSigned(
      "record-error",
      { events },
      app.project.recordErrorSecret,
    );
    assert.equal(response.status, 202);
    await response.body?.cancel();
  }
  await page.getByText(/10,000/).first().waitFor();
  // Within 150 ms the same thing is read once at most.
  assert.ok(reads <= (performance.now() - startedAt) / 150 + 2, `${reads} reads`);
  assert.deepEqual(opened.errors, []);
});

Deno.test("keys go to pages, ? lists them, and they can be switched off", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await page.getByRole("heading", { level: 1, name: "Traders" }).waitFor();

  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await list.getByText("Go to settings").waitFor();
  assert.equal(await list.getByText("Go to operations").count(), 0);
  assert.deepEqual(await violationsOf(page), []);
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });

  await page.keyboard.press("g");
  await page.keyboard.press("s");
  const settings = page.getByRole("heading", { level: 1, name: "Settings" });
  await settings.waitFor();
  await page.locator("h1:focus").waitFor();

  await page.getByLabel("Keyboard shortcuts").click();
  await page.reload();
  await settings.waitFor();
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  assert.equal(new URL(page.url()).pathname, "/settings");
  assert.equal(await list.count(), 0);
  assert.deepEqual(opened.errors, []);
});

/** Presses Tab until the element with this role and name has the focus. */
async function tabTo(page: Page, role: "link" | "button" | "textbox", name: RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.waitFor();
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.and(page.locator(":focus")).count() > 0) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not lead to the ${role} ${name}`);
}

Deno.test("the whole way goes by keyboard: sign in, open the repair, accept it", async () => {
  const user = await app.project.createUser();
  const fix = await proposeFix(app.project, user);
  await using opened = await app.open("/traders");
  const { page } = opened;
  await page.getByLabel("E-mail", { exact: true }).waitFor();

  await tabTo(page, "textbox", /^E-mail$/);
  await page.keyboard.type(user.email);
  await tabTo(page, "textbox", /^Password$/);
  await page.keyboard.type(user.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Traders" }).waitFor();
  await tabTo(page, "link", /Repair ready/);
  await page.keyboard.press("Enter");
  await tabTo(page, "button", /^Accept and deploy/);
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("dialog").getByRole("button", { name: /deploy/i });
  if (await confirm.count() > 0) {
    await tabTo(page, "button", /^(Accept and deploy|Deploy)/);
    await page.keyboard.press("Enter");
  }

  await page.getByText("Accepted").first().waitFor();
  const { data } = await user.client.from("proposed_fixes").select("status").eq("id", fix.id).single();
  assert.equal(data?.status, "accepted");
  assert.deepEqual(opened.errors, []);
});

for (const width of [360, 768, 1280, 3840]) {
  Deno.test(`no page is wider than a screen of ${width} pixels`, async () => {
    const user = await app.project.createUser();
    const fix = await proposeFix(app.project, user);
    await report(errorEvent(fix.trader_id, "noTrades", { market_data: market("LONG1000SHIBUSDT", 10) }));
    const { data } = await user.client.from("proposed_fixes").select("incident_id").eq("id", fix.id).single();
    await using opened = await app.open("/traders", { user, viewport: { width, height: 900 } });
    const { page } = opened;
    for (
      const path of [
        "/traders",
        `/traders/${fix.trader_id}`,
        `/traders/${fix.trader_id}?tab=versions`,
        `/traders/${fix.trader_id}/errors/${data?.incident_id}`,
        "/notifications",
        "/settings",
        "/operations",
        "/nowhere",
      ]
    ) {
      await page.goto(path);
      await page.locator("main:not(:has([aria-busy=true])) h1").waitFor();
      const [wide, seen] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, innerWidth]",
      );
      assert.ok(wide <= seen, `${path} is ${wide} wide on ${seen}`);
    }
    assert.deepEqual(opened.errors, []);
  });
}
