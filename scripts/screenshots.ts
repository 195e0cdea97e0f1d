// Pictures of every page of the web app, desktop and phone, from the demo after its first round: docs/screenshots/app-*.png.
// Usage: npm run screenshots [-- <folder>]
import { mkdir } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { type DemoSession, openDemo } from "../local/demo/demo-session.ts";
import { acceptFix } from "../local/demo/accept-fix.ts";
import { readLoopState } from "../local/demo/loop-state.ts";
import { LoopWatcher } from "../local/demo/loop-watcher.ts";
import { acceptable, stillGoing } from "../local/demo/settled.ts";
import { serveLocally } from "../local/executor/local-server.ts";
import { freePort } from "../local/ports.ts";
import { buildWebApp } from "../local/web-app/build.ts";
import { serveWebApp } from "../local/web-app/serve.ts";
import { launchChromium } from "./chromium.ts";

const SETTLE_LIMIT_MS = 120_000;
/** Longer pages are cut: what is on top is what counts. */
const MAX_HEIGHT = 1_800;
const DEVICES = {
  desktop: { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1, isMobile: false },
  phone: { viewport: { width: 390, height: 800 }, deviceScaleFactor: 1, isMobile: true },
};
/** Nothing is being loaded. */
const SETTLED = "body:not(:has([aria-busy=true], .animate-pulse)) h1";
const THEMES = ["light", "dark"] as const;

interface Shot {
  name: string;
  path: string;
  /** Who is signed in. */
  as: "nobody" | "trader" | "operator";
  /** What is done before the picture is taken, and what it is of, if not the page. */
  prepare?: (page: Page) => Promise<Locator | void>;
}

const [folder = "docs/screenshots"] = Deno.args;
await mkdir(folder, { recursive: true });
await buildWebApp();
const stop = new AbortController();
const page = freePort(0, "port");
await using session = await openDemo({
  ports: { page, executor: 0, api: 0, db: 0, mail: 0 },
  log: () => {},
  signal: stop.signal,
});
await using app = serveLocally(page, "port", (request) => serveWebApp(request, session.webApp));
await runOneRound(session);
const shots = await shotsOf(session);
const browser = await launchChromium();
try {
  for (const device of Object.keys(DEVICES) as (keyof typeof DEVICES)[]) {
    for (const theme of THEMES) await takeAll(browser, device, theme);
  }
} finally {
  await browser.close();
  stop.abort();
}
Deno.exit(0);

/** Lets all filters run and fail, waits until nothing is on its way any more, and accepts one repair. */
async function runOneRound({ executor, user }: DemoSession): Promise<void> {
  await executor.tick();
  await executor.tick();
  const watcher = new LoopWatcher({
    client: user,
    nameOf: executor.nameOf,
    log: () => {},
    signal: stop.signal,
  });
  const state = await watcher.lookUntil((state) => stillGoing(state).length === 0, {
    withinMs: SETTLE_LIMIT_MS,
  });
  const left = stillGoing(state);
  if (left.length > 0) throw new Error(`The demo did not settle: ${left.join(", ")}`);
  const accepted = acceptable(state).find(({ trader_id }) =>
    executor.nameOf(trader_id) === "Stochastic turn"
  );
  if (accepted !== undefined) await acceptFix(user, accepted, stop.signal);
}

async function shotsOf({ executor, user }: DemoSession): Promise<Shot[]> {
  const { fixes, incidents } = await readLoopState(user, stop.signal);
  const incidentOf = (name: string): string => {
    const found = incidents.find(({ trader_id }) => executor.nameOf(trader_id) === name);
    if (found === undefined) throw new Error(`${name} has no incident`);
    return `/traders/${found.trader_id}/errors/${found.id}`;
  };
  const accepted = fixes.find(({ status }) => status === "accepted");
  return [
    { name: "sign-in", path: "/sign-in", as: "nobody" },
    { name: "traders", path: "/traders", as: "trader" },
    { name: "trader", path: `/traders/${accepted?.trader_id}`, as: "trader" },
    { name: "versions", path: `/traders/${accepted?.trader_id}?tab=versions`, as: "trader" },
    { name: "repair-ready", path: incidentOf("Breakout on volume"), as: "trader" },
    {
      name: "tested",
      path: incidentOf("Golden cross"),
      as: "trader",
      prepare: async (page) => {
        await page.getByRole("button", { name: /test on market data/i }).click();
        await page.locator("canvas").first().waitFor();
        return page.getByRole("region", { name: "Test", exact: true });
      },
    },
    { name: "waits", path: incidentOf("Rising streak"), as: "trader" },
    { name: "deployed", path: incidentOf("Stochastic turn"), as: "trader" },
    { name: "notifications", path: "/notifications", as: "trader" },
    { name: "settings", path: "/settings", as: "trader" },
    { name: "operations", path: "/operations", as: "operator" },
  ];
}

async function takeAll(
  browser: Browser,
  device: keyof typeof DEVICES,
  theme: (typeof THEMES)[number],
): Promise<void> {
  for (const as of ["nobody", "trader", "operator"] as const) {
    const context = await browser.newContext({
      ...DEVICES[device],
      baseURL: app.url,
      colorScheme: theme,
      reducedMotion: "reduce",
      locale: "en-GB",
    });
    const page = await context.newPage();
    if (as !== "nobody") await signIn(page, as === "trader" ? session.login : session.operator);
    for (const shot of shots.filter((one) => one.as === as)) {
      await take(page, shot, `${folder}/app-${shot.name}-${device}-${theme}.png`);
    }
    await context.close();
  }
}

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/traders");
}

async function take(page: Page, { path, prepare }: Shot, file: string): Promise<void> {
  await page.goto(path);
  await page.locator(SETTLED).first().waitFor();
  const part = await prepare?.(page);
  await page.locator(SETTLED).first().waitFor();
  console.log(file);
  if (part) return void await part.screenshot({ path: file });
  const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
  const { width } = page.viewportSize() ?? { width: 1280 };
  await page.screenshot({
    path: file,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT) },
  });
}
