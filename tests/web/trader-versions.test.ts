// The versions of a trader: to read, to compare, to return to, and to bring to the executor once more.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { accepted, deploymentIn } from "../support/decisions.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { createOperator } from "../support/operators.ts";
import type { TestUser } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { type AppPage, startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { messages, openLive } from "./bell.ts";

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

interface Opened {
  user: TestUser;
  traderId: string;
  opened: AppPage;
}

/** The versions of a trader that failed and runs its repair: 2, before that 1. */
async function openVersions(options: Parameters<WebApp["open"]>[1] = {}): Promise<Opened> {
  const user = await app.project.createUser();
  const fix = await proposeFix(app.project, user);
  await accepted(app.project, user, fix);
  const opened = await app.open(`/traders/${fix.trader_id}?tab=versions`, { user, ...options });
  await version(opened.page, 2).waitFor();
  return { user, traderId: fix.trader_id, opened };
}

function version(page: Page, number: number): Locator {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: `Version ${number}` }) });
}

/** Returns to a version through its dialog. */
async function goBack(page: Page, to: number, reason = ""): Promise<void> {
  await version(page, to).getByRole("button", { name: "Return to this version" }).click();
  const dialog = page.getByRole("dialog", { name: `Return to version ${to}?` });
  await dialog.getByLabel("Reason (optional)").fill(reason);
  await dialog.getByRole("button", { name: `Return to version ${to}` }).click();
}

async function versionsOf({ client }: TestUser, traderId: string): Promise<unknown[]> {
  const { data } = await client.from("filter_versions").select("version, source").eq("trader_id", traderId)
    .order("version");
  return data?.map(({ version, source }) => `${version} ${source}`) ?? [];
}

for (const theme of ["light", "dark"] as const) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    Deno.test(`versions can be read and compared (${theme}, ${viewport.width} pixels)`, async () => {
      const { opened } = await openVersions({ theme, viewport });
      await using _closed = opened;
      const { page } = opened;
      const [first, second] = [version(page, 1), version(page, 2)];
      for (const words of ["Current", "Watched", "Repair, accepted by you", "Live, watched"]) {
        await second.getByText(words, { exact: true }).waitFor();
      }
      for (const words of ["Original", "Failing", "What broke it"]) {
        await first.getByText(words, { exact: true }).waitFor();
      }
      await first.getByRole("link", { name: /used an indicator that had no value yet/ }).waitFor();

      await first.getByRole("button", { name: "Show code" }).click();
      await first.getByRole("textbox", { name: "Filter code of version 1" }).getByText("return *rsi < 30")
        .waitFor();
      assert.deepEqual(await violationsOf(page), []);
      await first.getByRole("button", { name: "Hide code" }).click();
      await first.getByRole("textbox").waitFor({ state: "detached" });

      const compare = first.getByRole("button", { name: "Compare with current code" });
      await compare.click();
      const dialog = page.getByRole("dialog", { name: "Version 1 and the current code" });
      await dialog.getByText("return *rsi < 30").first().waitFor();
      await dialog.getByRole("textbox").first().waitFor();
      assert.deepEqual(await violationsOf(page), []);
      assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.equal(await compare.and(page.locator(":focus")).count(), 1);
      assert.deepEqual(opened.errors, []);
    });
  }
}

Deno.test("returning to a version warns, deploys it and keeps the reason", async () => {
  const { user, traderId, opened } = await openVersions();
  await using _closed = opened;
  const { page } = opened;
  await version(page, 1).getByRole("button", { name: "Return to this version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/^It failed when it ran. The filter used an indicator/).waitFor();
  await dialog.getByText("return *rsi < 30").first().waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await dialog.getByLabel("Reason (optional)").fill("  The repair misses signals ");
  const reloads = executor.reloads.length;
  await dialog.getByRole("button", { name: "Return to version 1" }).dblclick();

  await messages(page).getByText("Returned to version 1: live, watched").waitFor();
  await dialog.waitFor({ state: "detached" });
  await version(page, 3).getByText("Current", { exact: true }).waitFor();
  await version(page, 3).getByText("Returned to version 1 by you").waitFor();
  await version(page, 1).getByText("Same code as the current one").waitFor();
  await version(page, 2).getByText(/Reason: The repair misses signals/).waitFor();
  assert.deepEqual(await versionsOf(user, traderId), ["1 original", "2 fix", "3 rollback"]);
  assert.equal(executor.reloads.slice(reloads).filter((one) => one.traderId === traderId).length, 1);
  // Neither the current version nor one with its code can be returned to.
  assert.equal(await page.getByRole("button", { name: "Return to this version" }).count(), 1);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a dialog that is open while the version comes back elsewhere says that there is nothing to do", async () => {
  const { user, traderId, opened: first } = await openVersions();
  await first[Symbol.asyncDispose]();
  await using opened = await openLive(app, user, `/traders/${traderId}?tab=versions`);
  const { page } = opened;
  await version(page, 1).getByRole("button", { name: "Return to this version" }).click();
  const other = await opened.openTab(`/traders/${traderId}?tab=versions`);
  await goBack(other, 1);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("It is the current code, so there is nothing to return to.").waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Return to version 1" }).isDisabled());
  assert.deepEqual(opened.errors, []);
});

Deno.test("a page that does not know yet that the version came back changes nothing, and says so", async () => {
  const { user, traderId, opened } = await openVersions();
  await using _closed = opened;
  const { page } = opened;
  await page.route("**/rpc/{trader_page,list_versions}", (route) => route.abort());
  await version(page, 1).getByRole("button", { name: "Return to this version" }).click();
  const other = await opened.context.newPage();
  await other.goto(`/traders/${traderId}?tab=versions`);
  await goBack(other, 1);
  await version(other, 3).getByText("Current", { exact: true }).waitFor();

  const answered = page.waitForResponse("**/functions/v1/rollback-filter");
  await page.getByRole("dialog").getByRole("button", { name: "Return to version 1" }).click();
  await answered;
  await page.unroute("**/rpc/{trader_page,list_versions}");
  await messages(page).getByText("The code of version 1 is the current code already").waitFor();
  await version(page, 3).getByText("Current", { exact: true }).waitFor();
  assert.deepEqual(await versionsOf(user, traderId), ["1 original", "2 fix", "3 rollback"]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a version that the executor refused can be tried again", async () => {
  const { traderId, opened } = await openVersions();
  await using _closed = opened;
  const { page } = opened;
  executor.script.push(() => Response.json({ error: "code is <too> long" }, { status: 400 }));
  await goBack(page, 1);
  await messages(page).getByText("Returned to version 1: not deployed").waitFor();
  const now = page.getByRole("region", { name: "Now" });
  await now.getByText("No failure is open, but the executor does not run the current code yet.").waitFor();
  await version(page, 3).getByText(/code is <too> long/).waitFor();
  assert.deepEqual(await violationsOf(page), []);

  await version(page, 3).getByRole("button", { name: "Try to deploy again" }).click();
  await messages(page).getByText("Tried again: live, watched").waitFor();
  await version(page, 3).getByText("Live, watched").waitFor();
  assert.equal(await version(page, 3).getByRole("button", { name: "Try to deploy again" }).count(), 0);
  assert.equal(await version(page, 4).count(), 0);
  const { data } = await app.project.admin.from("deployments").select("id").eq("trader_id", traderId)
    .order("created_at", { ascending: false }).limit(1).single();
  await deploymentIn(app.project, data?.id, "deployed");
  assert.deepEqual(opened.errors, []);
});

Deno.test("while the executor is away a version is saved, and said to be tried again", async () => {
  const { opened } = await openVersions();
  await using _closed = opened;
  const { page } = opened;
  executor.script.push(() => new Response("bad gateway", { status: 502 }));
  await goBack(page, 1);
  await messages(page).getByText("Returned to version 1: saved, not live yet").waitFor();
  await version(page, 3).getByText("Saved, trying again").waitFor();
  await version(page, 3).getByRole("button", { name: "Try to deploy again" }).click();
  await version(page, 3).getByText("Live, watched").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what goes wrong is said in the dialog, and what was typed stays", async () => {
  const { opened } = await openVersions();
  await using _closed = opened;
  const { page } = opened;
  await page.route("**/functions/v1/rollback-filter", (route) => route.abort());
  await goBack(page, 1, "Because");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("alert").filter({ hasText: "The server cannot be reached" }).waitFor();
  assert.equal(await dialog.getByLabel("Reason (optional)").inputValue(), "Because");
  await page.unroute("**/functions/v1/rollback-filter");
  await dialog.getByRole("button", { name: "Return to version 1" }).click();
  await messages(page).getByText("Returned to version 1: live, watched").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("operators read the versions of others, and are offered no return", async () => {
  const { traderId, opened: owners } = await openVersions();
  await owners[Symbol.asyncDispose]();
  const operator = await createOperator(app.project);
  await using opened = await app.open(`/traders/${traderId}?tab=versions`, { user: operator });
  const { page } = opened;
  await page.getByText("Only its owner can return to another version.").waitFor();
  await version(page, 2).getByText("Repair, accepted by the owner").waitFor();
  assert.equal(await page.getByRole("button", { name: "Return to this version" }).count(), 0);
  await page.getByRole("tab", { name: "Recovery and spend" }).click();
  await page.getByText("The settings of its owner hold for it.").waitFor();
  assert.deepEqual(opened.errors, []);
});
