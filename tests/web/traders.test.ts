// The page of traders: what the cards tell, what is listed and in which order, what stands there while there is nothing to list.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { createOperator } from "../support/operators.ts";
import type { TestUser } from "../support/project.ts";
import { proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, FILTERS } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { openLive } from "./bell.ts";

const PHONE = { width: 360, height: 740 };
const COMPILE = FILTERS.missingFunction.message;
const KLINES = "failed to fetch klines: connection refused";

let app: WebApp;
Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

interface Seed {
  name: string;
  enabled?: boolean;
  language?: string;
  /** What it has failed with, so often. Repairs are not made of it. */
  error?: string;
  errors?: number;
  hoursAgo?: number;
}

/** Traders of this user, or built-in ones, that fail as told; the owner wants no repair. */
async function seed(user: TestUser | null, traders: Seed[]): Promise<void> {
  const { sql } = app.project.stack;
  const userId = user?.id ?? null;
  if (user !== null) {
    await sql`insert into public.recovery_preferences (user_id, auto_regenerate) values (${userId}, false) on conflict do nothing`;
  }
  for (const { name, enabled = true, language = "go", error, errors = 1, hoursAgo = 0 } of traders) {
    const [made] = await sql<{ id: string }[]>`
      insert into public.traders (user_id, name, enabled, language, filter)
      values (${userId}, ${name}, ${enabled}, ${language}, '{"code": "return true"}') returning id`;
    if (error === undefined) continue;
    await sql`
      insert into public.trader_error_history (trader_id, error_message, occurrences, occurred_at)
      values (${made?.id ?? ""}, ${error}, ${errors}, now() - ${`${hoursAgo} hours`}::interval)`;
  }
}

const FIVE: Seed[] = [
  { name: "Alpha dip", error: COMPILE, errors: 1_832, hoursAgo: 3 },
  { name: "Bravo", error: KLINES, errors: 2 },
  { name: "Charlie dip" },
  { name: "Delta", enabled: false },
  { name: "Echo", language: "javascript" },
];

function card(page: Page, name: string): Locator {
  return page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
}

/** Once these are the cards, in this order. */
async function cardsAre(page: Page, names: string[]): Promise<void> {
  const headings = page.getByRole("article").getByRole("heading");
  await eventually(`the cards ${names.join(", ")}`, async () => {
    const shown = await headings.allTextContents();
    return JSON.stringify(shown) === JSON.stringify(names) ? true : undefined;
  }, 30_000);
}

function chip(page: Page, name: string): Locator {
  return page.getByRole("group", { name: "Which traders" }).getByRole("button", { name });
}

for (const theme of ["light", "dark"] as const) {
  Deno.test(`a card tells state, since when, errors and the repair that waits (${theme})`, async () => {
    const user = await app.project.createUser();
    const fix = await proposeFix(app.project, user);
    await seed(user, FIVE);
    const { data } = await user.client.from("proposed_fixes").select("incident_id").eq("id", fix.id).single();
    await using opened = await app.open("/traders", { user, theme });
    const { page } = opened;

    await page.getByText("3 of 6 traders are failing. 1 has a repair ready for you. 1 is switched off.")
      .waitFor();
    const stopped = card(page, "Alpha dip");
    await stopped.getByText("Stopped").waitFor();
    await stopped.getByText("for 3 hours").waitFor();
    await stopped.getByText("1.8k errors").waitFor();
    await stopped.getByText(COMPILE).waitFor();
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
    await seed(user, [{ ...FIVE[0], name: `Squeeze${"OfAverages".repeat(20)}` }, ...FIVE]);
    await using opened = await app.open("/traders", { user, theme, viewport: PHONE });
    const { page } = opened;
    await card(page, "Echo").waitFor();
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
    assert.deepEqual(await violationsOf(page), []);
    assert.deepEqual(opened.errors, []);
  });
}

Deno.test("search, state and order are in the address and outlast a reload", async () => {
  const user = await app.project.createUser();
  await seed(user, FIVE);
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await cardsAre(page, ["Bravo", "Alpha dip", ...await restOf(page)]);

  await page.getByLabel("Sort traders").selectOption("Name");
  await cardsAre(page, ["Alpha dip", "Bravo", "Charlie dip", "Delta", "Echo"]);
  await page.getByLabel("Sort traders").selectOption("Most errors first");
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("/");
  await page.keyboard.type("DIP");
  await cardsAre(page, ["Alpha dip", "Charlie dip"]);
  await chip(page, "Running 2").click();
  await cardsAre(page, ["Charlie dip"]);
  await page.waitForURL(`${app.url}/traders?sort=errors&search=DIP&state=running`);

  await page.reload();
  await cardsAre(page, ["Charlie dip"]);
  assert.equal(await page.getByRole("searchbox").inputValue(), "DIP");
  assert.equal(await page.getByLabel("Sort traders").inputValue(), "errors");
  assert.equal(await chip(page, "Running 2").getAttribute("aria-pressed"), "true");
  assert.deepEqual(opened.errors, []);
});

/** The names of the cards after the first two, whose order nothing says. */
function restOf(page: Page): Promise<string[]> {
  return page.getByRole("article").nth(2).waitFor()
    .then(() => page.getByRole("article").getByRole("heading").allTextContents())
    .then((names) => names.slice(2));
}

Deno.test("each state lists its own, with their number", async () => {
  const user = await app.project.createUser();
  await seed(user, FIVE);
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  for (
    const [name, traders] of [
      ["Failing 1", ["Bravo"]],
      ["Stopped 1", ["Alpha dip"]],
      ["Switched off 1", ["Delta"]],
    ] as const
  ) {
    await chip(page, name).click();
    await cardsAre(page, [...traders]);
  }
  await chip(page, "All 5").click();
  await page.waitForURL(`${app.url}/traders`);
  await card(page, "Echo").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what nothing matches can be cleared", async () => {
  const user = await app.project.createUser();
  await seed(user, FIVE);
  await using opened = await app.open("/traders?search=nowhere&state=stopped", { user });
  const { page } = opened;
  await page.getByText("No trader matches").waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await page.waitForURL(`${app.url}/traders`);
  await card(page, "Echo").waitFor();
  assert.equal(await page.getByRole("searchbox").inputValue(), "");
  assert.deepEqual(opened.errors, []);
});

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
  await seed(user, FIVE);
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
  await seed(user, [{ name: "Calm" }]);
  await using opened = await openLive(app, user, "/traders");
  const { page } = opened;
  await page.getByText("None of 2 traders is failing.").waitFor();
  await card(page, `Dip <hunter> & "co"`).getByText("Running").waitFor();

  const word = crypto.randomUUID().replace(/[^a-f]/g, "x");
  const event = errorEvent(trader, "endless", { error_message: `failed to fetch klines: ${word}` });
  const answer = await app.project.callSigned("record-error", event, app.project.recordErrorSecret);
  assert.equal(answer.status, 202);
  await answer.body?.cancel();
  await card(page, `Dip <hunter> & "co"`).getByText(word).waitFor();
  await card(page, `Dip <hunter> & "co"`).getByText("Failing").waitFor();
  await page.getByText("1 of 2 traders is failing.").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("names and messages are text, whatever they hold", async () => {
  const user = await app.project.createUser();
  const name = `<img src=x onerror="document.title='run'">`;
  await seed(user, [{ name, error: `</p><script>document.title='run'</script> ${KLINES}` }]);
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await card(page, name).getByText("</p><script>").waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.locator("main script").count(), 0);
  assert.equal(await page.title(), "Traders · Trader Error Recovery");
  assert.deepEqual(opened.errors, []);
});

Deno.test("a thousand traders come page by page as one scrolls, each once", async () => {
  const user = await app.project.createUser();
  await app.project.stack.sql`
    insert into public.traders (user_id, name, filter)
    select ${user.id}, 'Trader ' || n, '{"code": "return true"}' from generate_series(1, 1000) as n`;
  await using opened = await app.open("/traders?sort=name", { user });
  const { page } = opened;
  const cards = page.getByRole("article");
  await cards.first().waitFor();
  for (let known = await cards.count(); known < 1_000; known = await cards.count()) {
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    await cards.nth(known).waitFor({ state: "attached" });
  }
  const names = await cards.getByRole("heading").allTextContents();
  assert.equal(new Set(names).size, 1_000);
  assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);

  await page.getByRole("searchbox").fill("trader 77");
  await cardsAre(page, ["Trader 77", ...Array.from({ length: 10 }, (_, n) => `Trader 77${n}`)]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("built-in traders are the operators' to look after", async () => {
  const name = `Built in ${crypto.randomUUID()}`;
  await seed(null, [{ name }]);
  const operator = await createOperator(app.project);
  await using opened = await app.open("/traders", { user: operator });
  const { page } = opened;
  await page.getByText("You have no traders yet").waitFor();
  await page.getByRole("switch", { name: "Built-in traders" }).click();
  await page.waitForURL(`${app.url}/traders?built_in=`);
  await page.getByRole("heading", { level: 1, name: "Built-in traders" }).waitFor();
  await card(page, name).getByText("Built in", { exact: true }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  assert.deepEqual(opened.errors, []);

  const user = await app.project.createUser();
  await using others = await app.open("/traders?built_in", { user });
  await others.page.getByText("You have no traders yet").waitFor();
  assert.equal(await others.page.getByRole("switch").count(), 0);
  assert.deepEqual(others.errors, []);
});
