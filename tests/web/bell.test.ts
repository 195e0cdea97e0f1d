// The bell: by mouse and by keyboard, in one tab and in several, with a network and without.
import assert from "node:assert/strict";
import { serveWebApp } from "../../local/web-app/serve.ts";
import { startCuttableProxy } from "../support/cuttable-proxy.ts";
import { startWebApp, type WebApp } from "./app.ts";
import {
  bell,
  failAlone,
  FAILING,
  heard,
  isPath,
  latestIncident,
  look,
  messages,
  onlyNextIsTold,
  openLive,
  toldUser,
  unreadOf,
} from "./bell.ts";

let app: WebApp;
Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

Deno.test("the bell opens, is walked through and closes by keyboard, and gives the focus back", async () => {
  const user = await toldUser(app.project, 2);
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await bell(page, 2).press("Enter");
  const popover = page.getByRole("dialog", { name: "Notifications" });
  await popover.getByRole("link", { name: "News 1" }).waitFor();
  // A second press of the same key presses nothing.
  await page.locator("[role=dialog]:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await popover.locator("button:focus", { hasText: "Mark all read" }).waitFor();
  await page.keyboard.press("Escape");
  await popover.waitFor({ state: "detached" });
  await page.locator(`button[aria-haspopup=dialog]:focus`).waitFor();
  await bell(page, 2).waitFor();

  await page.keyboard.press("Enter");
  await popover.getByRole("link", { name: "News 1" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/settings");
  await popover.waitFor({ state: "detached" });
  await bell(page, 1).waitFor();
  await page.locator("h1:focus").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("the bell shows the latest ten, and leads to all", async () => {
  const user = await toldUser(app.project, 12);
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  await bell(page, 12).click();
  const popover = page.getByRole("dialog", { name: "Notifications" });
  await popover.getByText("News 10", { exact: true }).waitFor();
  assert.equal(await popover.getByRole("listitem").count(), 10);
  await popover.getByRole("link", { name: "See all" }).click();
  await page.waitForURL("**/notifications");
  await page.locator("main").getByText("News 12", { exact: true }).waitFor();
  await popover.waitFor({ state: "detached" });
  assert.deepEqual(opened.errors, []);
});

Deno.test("the bell counts to 99, and marks all read", async () => {
  const user = await toldUser(app.project, 120);
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  const full = page.getByRole("button", { name: "Notifications, more than 99 unread" });
  await full.getByText("99+").waitFor();
  await full.click();
  await page.getByRole("button", { name: "Mark all read" }).click();
  await bell(page, "none").waitFor();
  assert.equal(await unreadOf(user), 0);
  // It closes by the button that opened it.
  await bell(page, "none").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(opened.errors, []);
});

Deno.test("three tabs show one message each and agree on what is unread and read", async () => {
  const user = await app.project.createUser();
  await using opened = await openLive(app, user);
  const [one, two, three] = [
    opened.page,
    await opened.openTab("/settings"),
    await opened.openTab("/settings"),
  ];
  const tabs = [one, two, three];
  for (const tab of tabs) await heard(tab);
  const allShow = async (unread: number | "none", told: number): Promise<void> => {
    for (const tab of tabs) {
      await bell(tab, unread).waitFor();
      if (told > 0) await messages(tab).nth(told - 1).waitFor();
      await messages(tab).nth(told).waitFor({ state: "detached" });
    }
  };

  await failAlone(app.project, user);
  await allShow(1, 1);
  await two.bringToFront();
  await bell(two, 1).click();
  await two.getByRole("button", { name: "Mark all read" }).click();
  // Nobody needs to be told of what was read.
  await allShow("none", 0);

  await failAlone(app.project, user);
  const earlier = await latestIncident(user);
  await failAlone(app.project, user);
  const latest = await latestIncident(user);
  await allShow(2, 2);
  await three.bringToFront();
  await bell(three, 2).click();
  await three.getByRole("dialog").getByRole("link", { name: FAILING }).first().click();
  await isPath(app, three, latest);
  await allShow(1, 1);
  await one.bringToFront();
  await messages(one).getByRole("button", { name: "Open" }).click();
  await isPath(app, one, earlier);
  await allShow("none", 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a tab that lost its connection shows what it missed when it is back", async () => {
  const user = await app.project.createUser();
  const { apiUrl, publishableKey } = app.project.stack;
  await using proxy = startCuttableProxy(apiUrl);
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => serveWebApp(request, { supabaseUrl: proxy.url, publishableKey }),
  );
  await using lost = await openLive(app, user, `http://127.0.0.1:${server.addr.port}/settings`);
  await using other = await openLive(app, user);
  proxy.cut();
  await lost.page.locator("[data-live=false]").waitFor({ state: "attached" });
  await failAlone(app.project, user);
  await messages(other.page).getByText(FAILING).waitFor();
  assert.equal(await bell(lost.page, "none").count(), 1);

  proxy.mend();
  await messages(lost.page).getByText(FAILING).waitFor();
  await bell(lost.page, 1).waitFor();
  assert.deepEqual(lost.errors.filter((error) => !error.includes("WebSocket")), []);
  assert.deepEqual(other.errors, []);
});

Deno.test("a tab whose read failed reads again by itself", async () => {
  const user = await app.project.createUser();
  await using opened = await openLive(app, user);
  let fails = 1;
  await opened.context.route("**/rpc/list_notifications", async (route) => {
    if (fails-- > 0) await route.abort();
    else await route.continue();
  });
  await failAlone(app.project, user);
  await messages(opened.page).getByText(FAILING).waitFor();
  assert.ok(fails < 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a tab that nobody looks at counts what comes, and tells only what comes when it is looked at", async () => {
  const user = await app.project.createUser();
  await using opened = await openLive(app, user);
  const { page } = opened;
  await look(page, "hidden");
  await failAlone(app.project, user);
  await bell(page, 1).waitFor();
  await look(page, "visible");
  await onlyNextIsTold(app, page, user);
  assert.equal(await unreadOf(user), 2);
  assert.deepEqual(opened.errors, []);
});
