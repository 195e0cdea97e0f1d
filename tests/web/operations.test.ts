// The operators' page: figures, faults, the kill switch and what was given up; and that nobody else sees any of it.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { accept } from "../support/decisions.ts";
import { eventually } from "../support/eventually.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { causeSystemicFault, createOperator } from "../support/operators.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import type { TestUser } from "../support/project.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";

let app: WebApp;
let executor: FakeExecutor;
let operator: TestUser;
Deno.test.beforeAll(async () => {
  executor = startFakeExecutor();
  app = await startWebApp({ EXECUTOR_URL: executor.url, EXECUTOR_TOKEN: "executor-token-0123456789" });
  operator = await createOperator(app.project);
});
Deno.test.afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});
/** A fault is known by its fingerprint: that of another test has to be over, and long ago. Its repairs need not be made. */
Deno.test.beforeEach(async () => {
  const { sql } = app.project.stack;
  await sql`update public.systemic_faults set status = 'resolved', resolved_at = now() where status = 'open'`;
  await sql`update public.proposed_fixes set status = 'superseded', lease_until = null
    where status in ('queued', 'generating', 'held')`;
  await sql`update public.trader_incidents set status = 'resolved', resolved_at = now(), created_at = created_at - interval '1 hour'
    where status <> 'resolved'`;
});

/** A part of the page, by its heading. */
function card(page: Page, name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

/** The value and the detail of a key figure. */
function figure(page: Page, label: string): Locator {
  return card(page, "Key figures").locator("dl > div").filter({ hasText: label });
}

/** Whether the page is as wide as the window, and what axe finds on it. */
async function looks(page: Page): Promise<[boolean, string[]]> {
  const fits = await page.evaluate("document.documentElement.scrollWidth <= innerWidth");
  return [fits === true, await violationsOf(page)];
}

for (const theme of ["light", "dark"] as const) {
  Deno.test(`an operator sees how the platform stands (${theme})`, async () => {
    const fault = await causeSystemicFault(app.project);
    await using opened = await app.open("/traders", { user: operator, theme });
    const { page } = opened;
    await page.getByRole("link", { name: "Operations" }).click();
    await page.getByRole("heading", { name: "Operations", level: 1 }).waitFor();
    await figure(page, "Open incidents").getByText(String(fault.traders.length), { exact: true }).waitFor();
    await figure(page, "Sweeper").getByText("On time").waitFor();
    await figure(page, "Longest overdue").waitFor();
    await card(page, "What is wrong").getByText("Many traders fail in the same way").waitFor();
    await card(page, "Faults of many traders at once").getByText("12 traders of 2 owners").first().waitFor();
    await page.getByRole("img", { name: /^Errors per hour in the last day: \d+ in all/ }).waitFor();
    await page.getByRole("row", { name: /^Held repairs 12 0/ }).waitFor();
    assert.deepEqual(await looks(page), [true, []]);
    assert.deepEqual(opened.errors, []);
  });
}

Deno.test("the page fits a phone, also with a long name and a long message", async () => {
  await app.project.stack.sql`insert into public.systemic_faults (fingerprint, error_type, error_message)
    values ('v2:long', 'infrastructure', ${"dial tcp: lookup " + "api.exchange.example.".repeat(40)})`;
  await using opened = await app.open("/operations", {
    user: operator,
    viewport: { width: 360, height: 740 },
  });
  await opened.page.getByText("dial tcp: lookup").waitFor();
  assert.deepEqual(await looks(opened.page), [true, []]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a link to a fault shows that fault, and an operator lets its repairs go on", async () => {
  const fault = await causeSystemicFault(app.project);
  await using opened = await app.open(`/operations/faults/${fault.id}`, { user: operator });
  const { page } = opened;
  const item = page.locator("article[aria-current=true]");
  await item.getByText("12 repairs held").waitFor();
  await item.getByRole("button", { name: "Let repairs go on" }).click();
  const dialog = page.getByRole("dialog", { name: "Let 12 repairs go on?" });
  assert.deepEqual(await violationsOf(page), []);
  await dialog.getByRole("button", { name: "Let them go on" }).click();
  await page.getByText("The repairs go on", { exact: true }).waitFor();
  await item.getByText(/^You ended it and let its repairs go on/).waitFor();
  assert.equal(await item.getByRole("button").count(), 0);
  const { data } = await app.project.admin.from("proposed_fixes").select("id").in("trader_id", fault.traders)
    .eq("status", "held");
  assert.deepEqual(data, []);
  assert.deepEqual(opened.errors, []);
});

Deno.test("an operator ends a fault with its repairs, and the reason is shown", async () => {
  const fault = await causeSystemicFault(app.project);
  await using opened = await app.open(`/operations/faults/${fault.id}`, { user: operator });
  const { page } = opened;
  const item = page.locator("article[aria-current=true]");
  await item.getByRole("button", { name: "End repairs" }).click();
  const dialog = page.getByRole("dialog", { name: "End 12 repairs?" });
  await dialog.getByLabel("Reason").fill("The exchange was down");
  await dialog.getByRole("button", { name: "End them" }).click();
  await item.getByText(/^You ended it and its repairs/).waitFor();
  await item.getByText("Reason: The exchange was down").waitFor();
  const { data } = await app.project.admin.from("proposed_fixes").select("status").in(
    "trader_id",
    fault.traders,
  );
  assert.deepEqual([...new Set(data?.map(({ status }) => status))], ["superseded"]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("who is too late is told so, and sees what the other one decided", async () => {
  const fault = await causeSystemicFault(app.project);
  await using opened = await app.open(`/operations/faults/${fault.id}`, { user: operator });
  const { page } = opened;
  const item = page.locator("article[aria-current=true]");
  await item.getByRole("button", { name: "Let repairs go on" }).click();
  const other = await createOperator(app.project);
  const body = { fault_id: fault.id, decision: "discard" };
  assert.equal((await app.project.call("resolve-systemic-fault", body, other.headers)).status, 200);
  await page.getByRole("dialog").getByRole("button", { name: "Let them go on" }).click();
  await page.getByText(/the fault is over already, and they have ended with it/).waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await item.getByText(/^An operator ended it and its repairs/).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a fault that is not there any more is said to be gone", async () => {
  await using opened = await app.open(`/operations/faults/${crypto.randomUUID()}`, { user: operator });
  await opened.page.getByText("The fault that the link leads to is not there any more.").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("an operator switches language models off and on, having been asked", async () => {
  await using opened = await app.open("/operations", { user: operator });
  const { page } = opened;
  const toggle = page.getByRole("switch", { name: "Calls allowed", checked: true });
  await toggle.click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await toggle.click();
  await page.getByRole("dialog", { name: "Switch language models off?" })
    .getByRole("button", { name: "Switch off" }).click();
  await page.getByText("Language models are switched off", { exact: true }).first().waitFor();
  const off = page.getByRole("switch", { name: "Calls allowed", checked: false });
  await off.waitFor();
  await card(page, "Language models").getByText(/^Switched off by you/).waitFor();
  await card(page, "What is wrong").getByText("Language models are switched off").waitFor();
  assert.deepEqual(await violationsOf(page), []);

  await off.click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch on" }).click();
  await toggle.waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what was given up is shown with its way out, and a deployment is tried again", async () => {
  const { project } = app;
  const user = await project.createUser();
  const fix = await proposeFix(project, user);
  executor.script.push(() => Response.json({ error: "no such trader here" }, { status: 404 }));
  const { deployment } = await (await accept(project, user, fix)).json();
  assert.equal(deployment.status, "failed");
  await using opened = await app.open("/operations", { user: operator });
  const { page } = opened;
  const row = page.getByRole("row").filter({ has: page.locator(`a[href^="/traders/${fix.trader_id}"]`) });
  await row.getByText(/^Not live because the executor does not run this trader/).waitFor();
  assert.deepEqual(await looks(page), [true, []]);
  await row.getByRole("button", { name: /^Try again: deployment of/ }).click();
  await page.getByText("Deployment taken up again").waitFor();
  await row.waitFor({ state: "detached" });
  await project.stack.sql`select private.sweep()`;
  await eventually(
    "the trader to be reloaded",
    () =>
      Promise.resolve(
        executor.reloads.filter(({ traderId }) => traderId === fix.trader_id).length > 1 || undefined,
      ),
  );
  assert.deepEqual(opened.errors, []);
});

Deno.test("figures are read again while the page is looked at", async () => {
  await using opened = await app.open("/operations", { user: operator });
  const { page } = opened;
  await figure(page, "Open incidents").getByText("0", { exact: true }).waitFor();
  await causeSystemicFault(app.project);
  await figure(page, "Open incidents").getByText("12", { exact: true }).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a page that cannot be read says why, and reads again when asked to", async () => {
  await using opened = await app.open("/settings", { user: operator });
  const { page, context } = opened;
  let isBroken = true;
  await context.route(
    "**/rest/v1/rpc/operator_overview",
    (route) =>
      isBroken
        ? route.fulfill({ status: 400, json: { code: "XX000", message: "The database is being moved" } })
        : route.fallback(),
  );
  await page.getByRole("link", { name: "Operations" }).click();
  await page.getByRole("alert").getByText("The database is being moved").waitFor();
  isBroken = false;
  await page.getByRole("button", { name: "Try again", exact: true }).click();
  await figure(page, "Sweeper").waitFor();
  assert.deepEqual(opened.errors, []);
});

for (const theme of ["light", "dark"] as const) {
  Deno.test(`a user sees neither the link nor anything of the page (${theme})`, async () => {
    await using opened = await app.open("/operations", {
      user: await app.project.createUser(),
      theme,
      viewport: { width: 360, height: 740 },
    });
    const { page } = opened;
    await page.getByRole("heading", { name: "For operators only" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Operations" }).count(), 0);
    assert.equal(await page.getByRole("region", { name: "Key figures" }).count(), 0);
    assert.deepEqual(await looks(page), [true, []]);
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await page.getByRole("link", { name: "Go to your traders" }).click();
    await page.waitForURL(`${app.url}/traders`);
    assert.deepEqual(opened.errors, []);
  });
}

Deno.test("an operator by profile sees the link, too", async () => {
  const { project } = app;
  const user = await project.createUser();
  const { sql } = project.stack;
  await sql.unsafe(`
    create table if not exists public.user_profiles (id uuid primary key references auth.users (id), is_admin boolean not null default false);
    alter table public.user_profiles enable row level security;
    drop policy if exists "Users see their profile" on public.user_profiles;
    create policy "Users see their profile" on public.user_profiles for select to authenticated using (id = (select auth.uid()));
    grant select on public.user_profiles to authenticated`);
  try {
    await sql`insert into public.user_profiles (id, is_admin) values (${user.id}, true)`;
    await using opened = await app.open("/settings", { user });
    const { page } = opened;
    await page.getByRole("link", { name: "Operations" }).click();
    await figure(page, "Sweeper").waitFor();
    assert.deepEqual(opened.errors, []);
  } finally {
    await sql`drop table public.user_profiles`;
  }
});
