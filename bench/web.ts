// The web app as its user waits for it: what it loads, how soon it tells the story, how soon a toast shows, how it answers with 1,000 incidents.
import type { Page } from "playwright-core";
import { webSizes } from "../scripts/web-sizes.ts";
import { createTrader, errorEvent } from "../tests/support/traders.ts";
import { proposeFix } from "../tests/support/proposed-fix.ts";
import type { TestUser } from "../tests/support/project.ts";
import { startWebApp, type WebApp } from "../tests/web/app.ts";
import { spread } from "./runtime/numbers.ts";

const STORIES = 15;
const TOASTS = 20;
const INCIDENTS = 1_000;
const LIMIT_MS = 60_000;

export async function benchWeb(): Promise<object> {
  const sizes = await webSizes();
  await using app = await startWebApp();
  return {
    script_kb: Object.fromEntries(
      sizes.map(({ page, bytes, withLaterBytes }) => [page.replace(/^.*\/|\.tsx$/g, ""), [
        Math.round(bytes / 1_000),
        Math.round(withLaterBytes / 1_000),
      ]]),
    ),
    story: await measureStory(app),
    toast_ms: await measureToasts(app),
    [`interactions_with_${INCIDENTS}_incidents_ms`]: await measureInteractions(app),
  };
}

/** From the link in a mail, in a browser that has nothing cached, until the page says what broke and whether the repair is proven. */
async function measureStory(app: WebApp): Promise<object> {
  const user = await app.project.createUser();
  const fix = await proposeFix(app.project, user);
  const { data } = await user.client.from("proposed_fixes").select("incident_id").eq("id", fix.id).single();
  const times: number[] = [];
  let words = 0;
  for (let run = 0; run < STORIES; run++) {
    await using opened = await app.open("/unsubscribe", { user });
    await opened.context.newCDPSession(opened.page).then((devtools) =>
      devtools.send("Network.setCacheDisabled", { cacheDisabled: true })
    );
    const startedAt = performance.now();
    await opened.page.goto(`/traders/${fix.trader_id}/errors/${data?.incident_id}`);
    const verdict = opened.page.locator("main section").first();
    await verdict.waitFor({ timeout: LIMIT_MS });
    await opened.page.getByRole("button", { name: /^Accept and deploy/ }).waitFor({ timeout: LIMIT_MS });
    times.push(performance.now() - startedAt);
    words = (await verdict.innerText()).split(/\s+/).length;
  }
  return { told_after_ms: spread(times), words_to_read: words };
}

/** From the report of a failure until its toast is in the page. */
async function measureToasts(app: WebApp): Promise<object> {
  const user = await app.project.createUser();
  await app.project.admin.from("recovery_preferences").upsert({ user_id: user.id, auto_regenerate: false });
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  await page.locator("[data-live=true]").waitFor({ state: "attached" });
  const times: number[] = [];
  for (let run = 0; run < TOASTS; run++) {
    const trader = await createTrader(app.project, user, "endless");
    const seen = page.evaluate<number>(`new Promise((resolve) => {
      const count = document.querySelectorAll("[data-sonner-toast]").length;
      const observer = new MutationObserver(() => {
        if (document.querySelectorAll("[data-sonner-toast]").length === count) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(document.body, { childList: true, subtree: true });
    })`);
    const startedAt = Date.now();
    await app.project.callSigned(
      "record-error",
      errorEvent(trader, "endless"),
      app.project.recordErrorSecret,
    );
    times.push(await seen - startedAt);
    await page.reload();
    await page.locator("[data-live=true]").waitFor({ state: "attached" });
  }
  return spread(times);
}

/** What each press of a key or a button takes until the next paint, with a list of 1,000 failing traders. */
async function measureInteractions(app: WebApp): Promise<object> {
  const user = await failing(app, INCIDENTS);
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  await page.getByRole("article").first().waitFor();
  await page.evaluate(`globalThis.durations = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.interactionId > 0) durations.push([entry.duration, entry.name + " on " + (entry.target?.ariaLabel ?? entry.target?.textContent?.slice(0, 30) ?? "nothing")]);
    }).observe({ type: "event", durationThreshold: 16, buffered: true })`);
  const cards = await loadAll(page);
  await page.getByRole("searchbox").pressSequentially("dip", { delay: 80 });
  await page.waitForTimeout(1_000);
  await page.getByRole("searchbox").fill("");
  await page.waitForTimeout(1_000);
  await loadAll(page);
  for (const name of [/^Failing/, /^Repair ready/, /^All/]) {
    const chip = page.getByRole("button", { name }).or(page.getByRole("radio", { name })).first();
    await chip.click();
    await page.waitForTimeout(1_000);
  }
  await page.keyboard.press("?");
  await page.waitForTimeout(500);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.waitForTimeout(1_000);
  await page.keyboard.press("Escape");
  const seen = await page.evaluate<[number, string][]>("durations");
  const slowest = seen.toSorted(([a], [b]) => b - a).slice(0, 3);
  return { cards, ...spread(seen.map(([duration]) => duration)), slowest };
}

/** Scrolls down until there is nothing more to load; how many cards there are then. */
async function loadAll(page: Page): Promise<number> {
  const cards = page.getByRole("article");
  let before = 0;
  for (let count = await cards.count(); count > before; count = await cards.count()) {
    before = count;
    await page.keyboard.press("End");
    await page.waitForTimeout(700);
  }
  return before;
}

/** A user whose many traders all fail, and for whom nothing is repaired. */
async function failing(app: WebApp, count: number): Promise<TestUser> {
  const { project } = app;
  const user = await project.createUser();
  await project.admin.from("recovery_preferences").upsert({ user_id: user.id, auto_regenerate: false });
  await project.admin.from("notification_preferences").upsert({ user_id: user.id, email: false });
  const rows = Array.from({ length: count }, (_, index) => ({
    user_id: user.id,
    name: `Dip hunter ${index}`,
    filter: { code: "return nothing", requiredTimeframes: ["5m"] },
    strategy: {},
  }));
  const { data, error } = await project.admin.from("traders").insert(rows).select("id");
  if (error) throw error;
  for (let from = 0; from < count; from += 500) {
    const events = data.slice(from, from + 500).map(({ id }) => errorEvent(id, "endless"));
    await project.callSigned("record-error", { events }, project.recordErrorSecret);
  }
  return user;
}
