// The page of notifications: what is listed, how it is narrowed and marked.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { createTrader } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { ago, bell, heard, tell, toldUser, unreadOf } from "./bell.ts";

const PHONE = { width: 360, height: 740 };
const DAY_MS = 86_400_000;

let app: WebApp;
Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

function rows(page: Page): Locator {
  return page.locator("main").getByRole("listitem");
}

/** That there are so many rows, of which the last has this title. */
async function listed(page: Page, count: number, last: string): Promise<void> {
  await rows(page).nth(count - 1).getByText(last, { exact: true }).waitFor();
  await rows(page).nth(count).waitFor({ state: "detached" });
}

async function fits(page: Page): Promise<void> {
  assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
}

for (const theme of ["light", "dark"] as const) {
  Deno.test(`the bell and the page are accessible and fit a phone (${theme})`, async () => {
    const user = await toldUser(app.project, 3, { title: `"${"Averylongname".repeat(12)}" is failing` });
    await tell(app.project, user, [{ title: "Yesterday's", link: "/settings", created_at: ago(DAY_MS) }]);
    for (const viewport of [{ width: 1280, height: 900 }, PHONE]) {
      await using opened = await app.open("/notifications", { user, theme, viewport });
      const { page } = opened;
      await page.getByRole("heading", { name: "Yesterday", exact: true }).waitFor();
      await fits(page);
      assert.deepEqual(await violationsOf(page), []);

      await bell(page, 4).click();
      const popover = page.getByRole("dialog", { name: "Notifications" });
      await popover.getByText("Yesterday's").waitFor();
      await fits(page);
      assert.deepEqual(await violationsOf(page), []);
      const box = await popover.boundingBox();
      if (viewport === PHONE) assert.equal(Math.round(box?.width ?? 0), 360 - 24);
      assert.deepEqual(opened.errors, []);
    }
  });
}

Deno.test("notifications are listed by day, a page at a time, and new ones come by themselves", async () => {
  const user = await toldUser(app.project, 40);
  await tell(app.project, user, [{
    title: "Long ago",
    link: "/settings",
    created_at: "2026-01-05T12:00:00Z",
  }]);
  await using opened = await app.open("/notifications", { user });
  const { page } = opened;
  await listed(page, 30, "News 30");
  await page.getByRole("heading", { level: 2, name: "Today" }).waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByRole("heading", { level: 2, name: /^Monday,? 5 January 2026$/ }).waitFor();
  await listed(page, 41, "Long ago");
  assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);

  await heard(page);
  await tell(app.project, user, [{ title: "Just in", link: "/settings" }]);
  await rows(page).first().getByText("Just in").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("filters hold together, and a reload keeps them", async () => {
  const user = await app.project.createUser();
  const [one, two] = [
    await createTrader(app.project, user, "endless"),
    await createTrader(app.project, user, "endless"),
  ];
  await app.project.admin.from("traders").update({ name: "Second trader" }).eq("id", two);
  const link = "/settings";
  await tell(app.project, user, [
    { title: "One is ready", kind: "fix_proposed", trader_id: one, link },
    { title: "Two is ready", kind: "fix_proposed", trader_id: two, link },
    { title: "Two was ready", kind: "fix_proposed", trader_id: two, link, read_at: ago(0) },
    { title: "Two is live", kind: "fix_deployed", trader_id: two, link },
    { title: "No money left", kind: "spend_cap_reached", link },
  ]);
  await using opened = await app.open("/notifications", { user });
  const { page } = opened;
  await rows(page).nth(4).waitFor();
  await page.getByLabel("About").selectOption("Repairs");
  await rows(page).nth(3).waitFor({ state: "detached" });
  await page.getByLabel("Trader", { exact: true }).selectOption("Second trader");
  await rows(page).nth(2).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Unread", exact: true }).click();
  await listed(page, 1, "Two is ready");
  assert.equal(new URL(page.url()).search, `?show=unread&about=repairs&trader=${two}`);

  await page.reload();
  await listed(page, 1, "Two is ready");
  await page.getByRole("button", { name: "Mark these read" }).click();
  await page.getByText("Nothing fits these filters").waitFor();
  assert.equal(await unreadOf(user), 3);
  await page.getByRole("button", { name: "Show all" }).click();
  await rows(page).nth(4).waitFor();
  assert.equal(new URL(page.url()).search, "");
  assert.deepEqual(opened.errors, []);
});

Deno.test("a notification is marked read and unread again, and the focus stays where it was", async () => {
  const user = await toldUser(app.project, 2);
  await using opened = await app.open("/notifications", { user });
  const { page } = opened;
  await page.getByRole("button", { name: "Mark as read: News 2" }).press("Enter");
  await page.locator(`button[aria-label="Mark as unread: News 2"]:focus`).waitFor();
  await bell(page, 1).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`button[aria-label="Mark as read: News 2"]:focus`).waitFor();
  assert.equal(await unreadOf(user), 2);

  // In a list of what is unread the row goes.
  await page.getByRole("button", { name: "Unread", exact: true }).click();
  await page.getByRole("button", { name: "Mark as read: News 2" }).press("Enter");
  await listed(page, 1, "News 1");
  await page.locator("main div:focus").waitFor();
  await page.getByRole("button", { name: "Mark as read: News 1" }).click();
  await page.getByText("Everything is read").waitFor();
  assert.equal(await unreadOf(user), 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a notification that is marked while the list is read for the first time goes from it, and the focus stays there", async () => {
  const user = await toldUser(app.project, 2);
  await using opened = await app.open("/notifications", { user });
  const { page } = opened;
  await listed(page, 2, "News 2");
  // What was read before the mark arrives after it.
  const [wasRead, isMarked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route("**/rest/v1/rpc/list_notifications", async (route) => {
    const response = await route.fetch();
    wasRead.resolve();
    await isMarked.promise;
    await route.fulfill({ response });
  }, { times: 1 });
  await page.getByRole("button", { name: "Unread", exact: true }).click();
  await wasRead.promise;
  const marked = page.waitForResponse("**/rest/v1/rpc/mark_notifications_read");
  await page.getByRole("button", { name: "Mark as read: News 2" }).press("Enter");
  await (await marked).finished();
  isMarked.resolve();
  await listed(page, 1, "News 1");
  await page.locator("main div:focus").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a notification leads to what it is about, and all are marked at once", async () => {
  const user = await toldUser(app.project, 3, { link: "/traders" });
  await using opened = await app.open("/notifications", { user });
  const { page } = opened;
  await page.locator("main").getByRole("link", { name: "News 2" }).click();
  await page.waitForURL("**/traders");
  await bell(page, 2).waitFor();

  await page.goBack();
  await page.getByRole("button", { name: "Mark all read" }).click();
  await page.getByText("2 notifications marked as read").waitFor();
  await bell(page, "none").waitFor();
  assert.ok(await page.getByRole("button", { name: "Mark all read" }).isDisabled());
  assert.deepEqual(opened.errors, []);
});

Deno.test("who was told nothing yet is told what will be here", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/notifications", { user });
  const { page } = opened;
  await page.getByText("Nothing has happened yet").waitFor();
  await bell(page, "none").click();
  await page.getByRole("dialog").getByText(/^Nothing yet/).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  assert.deepEqual(opened.errors, []);
});

Deno.test("where notifications cannot be read or marked it is said, and can be tried again", async () => {
  const user = await toldUser(app.project, 1);
  await using opened = await app.open("/settings", { user });
  const refuse = { status: 403, json: { code: "42501", message: "Not now" } };
  await opened.context.route("**/rpc/*notifications*", (route) => route.fulfill(refuse));
  const page = await opened.openTab("/notifications");
  await page.locator("main").getByText("Not now").waitFor();
  await page.getByRole("button", { name: "Notifications", exact: true }).click();
  await page.getByRole("dialog").getByText("Not now").waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.keyboard.press("Escape");

  await opened.context.unroute("**/rpc/*notifications*");
  await page.locator("main").getByRole("button", { name: "Try again" }).click();
  await listed(page, 1, "News 1");
  await opened.context.route("**/rpc/mark_notifications_read", (route) => route.fulfill(refuse));
  await page.getByRole("button", { name: "Mark as read: News 1" }).click();
  await page.getByText("The notification is as it was").waitFor();
  await page.getByRole("button", { name: "Mark as read: News 1" }).waitFor();
  assert.deepEqual(opened.errors, []);
});
