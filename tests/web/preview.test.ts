// Testing a repair on market data, in a real browser; first with an executor that really runs filters.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { openGeneratorSource } from "../../local/candles/generator-source.ts";
import { withNewListing } from "../../local/candles/new-listing.ts";
import { type Executor, startExecutor } from "../../local/executor/executor.ts";
import { freePort, HOST } from "../../local/ports.ts";
import { fixOf, proposeFix } from "../support/proposed-fix.ts";
import { createTrader, FILTERS } from "../support/traders.ts";
import { type AppPage, type OpenOptions, startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import { button, type Failing, write } from "./deciding.ts";

const EXECUTOR_TOKEN = "executor-token";
const executorPort = freePort(0, "--executor-port");
let app: WebApp;

Deno.test.beforeAll(async () => {
  // The machine may be busy; the platform's limit is not what is tested here.
  app = await startWebApp({
    EXECUTOR_URL: `http://${HOST}:${executorPort}`,
    EXECUTOR_TOKEN,
    PREVIEW_WORK_MS: "10000",
  });
  // The same failure of every test's trader is no fault of the platform.
  await app.project.stack.sql`update private.settings set systemic_traders = 1000`;
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

/** A trader that failed and has a proven repair; there is no executor. */
async function proposed(): Promise<Failing> {
  const user = await app.project.createUser();
  const { id: fix, trader_id: trader } = await proposeFix(app.project, user);
  return { user, trader, fix, incident: (await fixOf(user, trader, ["proposed"])).incident_id };
}

/** The same, reported by an executor of this user that runs on. */
async function running(): Promise<Failing & AsyncDisposable & { executor: Executor }> {
  const { project } = app;
  const { apiUrl, publishableKey } = project.stack;
  const user = await project.createUser();
  const trader = await createTrader(project, user, "missingNilCheck");
  const end = new AbortController();
  const executor = await startExecutor({
    supabaseUrl: apiUrl,
    publishableKey,
    email: user.email,
    password: user.password,
    functionsUrl: `${apiUrl}/functions/v1`,
    recordErrorSecret: project.recordErrorSecret,
    executorToken: EXECUTOR_TOKEN,
    port: executorPort,
    candles: withNewListing(openGeneratorSource()),
    log: () => {},
    signal: end.signal,
  });
  await executor.tick();
  const { id: fix, incident_id: incident } = await fixOf(user, trader, ["proposed"]);
  return {
    user,
    trader,
    fix,
    incident,
    executor,
    async [Symbol.asyncDispose](): Promise<void> {
      end.abort();
      await executor.close();
    },
  };
}

function openPage({ user, trader, incident }: Failing, options: OpenOptions = {}): Promise<AppPage> {
  return app.open(`/traders/${trader}/errors/${incident}`, { user, ...options });
}

/** What the user sees of a test. */
const panel = (page: Page): Locator => page.locator("#test");

async function runTest(page: Page): Promise<void> {
  await button(page, "Test on market data").click();
  await page.getByRole("heading", { name: "Markets", exact: true }).waitFor();
}

Deno.test("a repair is tested on the executor's candles, accepted, and runs there without a failure", async () => {
  await using failing = await running();
  await using opened = await openPage(failing);
  const { page } = opened;
  await runTest(page);
  await panel(page).getByText("Fixed on 3 markets, same verdict on 14.").waitFor();
  const row = page.getByRole("row").filter({ hasText: "NEWUSDT" }).filter({ hasText: "When it failed" });
  await row.getByText("Fails at line 2").waitFor();
  await row.getByText("Fixed").waitFor();

  await page.getByRole("img", { name: /^Candles of NEWUSDT/ }).waitFor();
  await page.getByText("Marks of NEWUSDT as a table").click();
  const marks = page.getByRole("region", { name: "Marks of NEWUSDT" });
  await marks.getByText("The running code fails").waitFor();
  await page.getByLabel("Market of the chart").selectOption("ALPHAUSDT");
  await page.getByRole("img", { name: /^Candles of ALPHAUSDT/ }).locator("canvas").first().waitFor();
  assert.equal(
    await page.getByRole("link", { name: "Charts by TradingView" }).getAttribute("href"),
    "https://www.tradingview.com/",
  );

  await button(page, "Accept and deploy").click();
  await page.getByText("Accepted: live, watched").waitFor();
  await page.getByText(/the executor confirmed that it runs this code/).first().waitFor();
  const { runs } = await failing.executor.tick();
  assert.deepEqual(runs.map(({ trader, failures }) => [trader.id, failures]), [[failing.trader, []]]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("the table shows the markets that one chooses", async () => {
  await using failing = await running();
  await using opened = await openPage(failing);
  const { page } = opened;
  await runTest(page);
  const rows = page.getByRole("region", { name: "Verdicts by market" }).locator("tbody tr");
  assert.equal(await rows.count(), 17);
  await button(page, "Fixed 3").click();
  assert.equal(await rows.count(), 3);
  await button(page, "Failing 0").click();
  await page.getByText("No market is like that.").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a test looks at the symbols and timeframes that are chosen, and takes no nonsense", async () => {
  await using failing = await running();
  await using opened = await openPage(failing);
  const { page } = opened;
  await page.getByText("Choose symbols and timeframes").click();
  const symbols = page.getByLabel("Symbols", { exact: true });
  await symbols.fill("BTC/USDT");
  await page.getByText(/^BTC\/USDT is no symbol/).waitFor();
  assert.equal(await button(page, "Test on market data").isDisabled(), true);
  await symbols.fill("bravousdt, GONEUSDT");
  await page.getByLabel("15m").check();
  await runTest(page);
  await page.getByText("The executor does not have GONEUSDT.").waitFor();
  const rows = page.getByRole("region", { name: "Verdicts by market" }).locator("tbody tr");
  const current = await rows.filter({ hasText: "Now" }).getByRole("rowheader").allTextContents();
  assert.deepEqual(current, ["BRAVOUSDT"]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("without an executor a test says what it used instead", async () => {
  const failing = await proposed();
  await using opened = await openPage(failing);
  await runTest(opened.page);
  await opened.page.getByText(/^The executor did not answer\./).waitFor();
  await opened.page.getByRole("row").filter({ hasText: "When it failed" }).first().waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what is in the editor is tested, and after another change its result says that it is old", async () => {
  const failing = await proposed();
  await using opened = await openPage(failing);
  const { page } = opened;
  await button(page, "Edit").click();
  await page.getByText("It compiles").waitFor();
  await write(page, FILTERS.missingNilCheck.code);
  await button(page, "Test this").click();
  await button(page, "Show the whole test").waitFor();
  await panel(page).getByText(/^Still fails on 2 markets/).waitFor();
  await write(page, "return len(data.Klines) == 0 || ");
  await page.getByText("Tested before your last change:").waitFor();
  await panel(page).getByText("The code has changed since this test. Test it again.").waitFor();
  await button(panel(page), "Test again").click();
  await panel(page).getByText("It does not compile:", { exact: true }).waitFor();

  await button(panel(page), "The repair").click();
  await panel(page).getByText("Not tested yet").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a result stays while one looks at other pages", async () => {
  const failing = await proposed();
  await using opened = await openPage(failing);
  const { page } = opened;
  await button(page, "Test on market data").waitFor();
  await page.keyboard.press("t");
  await page.getByRole("heading", { name: "Markets", exact: true }).waitFor();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Markets", exact: true }).waitFor({ state: "detached" });
  await page.goBack();
  await page.getByRole("heading", { name: "Markets", exact: true }).waitFor();
  await panel(page).getByText(/^Tested /).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a test can be cancelled, and run again after that", async () => {
  const failing = await proposed();
  await using opened = await openPage(failing);
  const { page } = opened;
  {
    await using _silent = startSilentExecutor();
    await button(page, "Test on market data").click();
    await panel(page).getByText("Getting market data").last().waitFor();
    await button(panel(page), "Cancel").click();
    await page.getByText("Test cancelled").waitFor();
    await panel(page).getByText("Not tested yet").waitFor();
    assert.equal(await panel(page).getByRole("alert").count(), 0);
  }
  await runTest(page);
  assert.deepEqual(opened.errors, []);
});

/** One that answers nothing until it is stopped. */
function startSilentExecutor(): AsyncDisposable {
  const stopped = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: HOST, port: executorPort, onListen: () => {} }, async () => {
    await stopped.promise;
    return new Response("too late", { status: 503 });
  });
  return {
    [Symbol.asyncDispose]: (): Promise<void> => {
      stopped.resolve();
      return server.shutdown();
    },
  };
}

Deno.test("more tests than a minute allows are refused with the time when the next may run", async () => {
  const failing = await proposed();
  await app.project.stack.sql`insert into private.preview_load (user_id, minute, previews)
    select ${failing.user.id}, m, 20 from (values (date_trunc('minute', now())), (date_trunc('minute', now()) + interval '1 minute')) as v (m)`;
  await using opened = await openPage(failing);
  const { page } = opened;
  await button(page, "Test on market data").click();
  await panel(page).getByText(/Test again in \d+ seconds?\./).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a test that fails on the way says so, and can be run again", async () => {
  const failing = await proposed();
  await using opened = await openPage(failing);
  const { page } = opened;
  await page.route("**/functions/v1/preview-fix", (route) => route.abort());
  await button(page, "Test on market data").click();
  await panel(page).getByText(/The server cannot be reached/).waitFor();
  await page.unroute("**/functions/v1/preview-fix");
  await runTest(page);
});

for (const theme of ["light", "dark"] as const) {
  Deno.test(`a test's result is accessible, ${theme}, and fits a phone`, async () => {
    const failing = await proposed();
    for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
      await using opened = await openPage(failing, { theme, viewport });
      const { page } = opened;
      await page.getByText("Choose symbols and timeframes").click();
      await runTest(page);
      await page.getByRole("img", { name: /^Candles of / }).locator("canvas").first().waitFor();
      await page.getByText(/^Marks of .* as a table$/).click();
      assert.deepEqual(await violationsOf(page), []);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
      assert.deepEqual(opened.errors, []);
    }
  });
}
