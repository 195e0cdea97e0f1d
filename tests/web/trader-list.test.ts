// Which traders are listed, and in which order: search, states, many of them, and those of the platform.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { createOperator } from "../support/operators.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { card, cardsAre, FIVE, seed } from "./trader-cards.ts";

let app: WebApp;
Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

function chip(page: Page, name: string): Locator {
  return page.getByRole("group", { name: "Which traders" }).getByRole("button", { name });
}

Deno.test("search, state and order are in the address and outlast a reload", async () => {
  const user = await app.project.createUser();
  await seed(app.project, user, FIVE);
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
  await seed(app.project, user, FIVE);
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
  await seed(app.project, user, FIVE);
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
  await seed(app.project, null, [{ name }]);
  const operator = await createOperator(app.project);
  await using opened = await app.open("/traders", { user: operator });
  const { page } = opened;
  await page.getByText("You have no traders yet").waitFor();
  await page.getByRole("checkbox", { name: "Built-in traders" }).click();
  await page.waitForURL(`${app.url}/traders?built_in=`);
  await page.getByRole("heading", { level: 1, name: "Built-in traders" }).waitFor();
  await card(page, name).getByText("Built in", { exact: true }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  assert.deepEqual(opened.errors, []);

  const user = await app.project.createUser();
  await using others = await app.open("/traders?built_in", { user });
  await others.page.getByText("You have no traders yet").waitFor();
  assert.equal(await others.page.getByRole("checkbox").count(), 0);
  assert.deepEqual(others.errors, []);
});
