// The web app as a user has it: the built files with their headers, the embedded stack behind it, in a real Chromium.
import assert from "node:assert/strict";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { serveLocally } from "../../local/executor/local-server.ts";
import { freePort, HOST } from "../../local/ports.ts";
import { buildWebApp } from "../../local/web-app/build.ts";
import { serveWebApp } from "../../local/web-app/serve.ts";
import { launchChromium } from "../../scripts/chromium.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";

/** How long Playwright waits for what it is told to find, press or expect. */
const LIMIT_MS = 30_000;

export interface OpenOptions {
  /** Who is signed in; nobody unless told. */
  user?: TestUser;
  theme?: "light" | "dark";
  /** 1280 by 900 unless told. A width below 600 is a phone with a touch screen. */
  viewport?: { width: number; height: number };
  /** What the browser takes from `localStorage` beside the session. */
  storage?: Record<string, string>;
}

export interface AppPage extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  /** What the page wrote to the console as errors, or threw; violations of the content security policy are among them. */
  errors: string[];
  /** Another tab of the same browser. */
  openTab(path: string): Promise<Page>;
}

export interface WebApp extends AsyncDisposable {
  project: Project;
  url: string;
  open(path: string, options?: OpenOptions): Promise<AppPage>;
}

/** Builds and serves the app in front of a project of its own. */
export async function startWebApp(functionsEnv: Record<string, string> = {}): Promise<WebApp> {
  await using cleanup = new AsyncDisposableStack();
  await buildWebApp();
  const port = freePort(0, "port");
  const url = `http://${HOST}:${port}`;
  const project = cleanup.use(await startProject({ APP_URL: url, ...functionsEnv }));
  const { apiUrl: supabaseUrl, publishableKey } = project.stack;
  cleanup.use(serveLocally(port, "port", (request) => serveWebApp(request, { supabaseUrl, publishableKey })));
  const browser = await launchChromium();
  cleanup.defer(() => browser.close());
  const running = cleanup.move();
  return {
    project,
    url,
    open: (path, options = {}) => openPage(browser, url, path, options),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function openPage(browser: Browser, url: string, path: string, options: OpenOptions): Promise<AppPage> {
  const { user, theme = "light", viewport = { width: 1280, height: 900 }, storage = {} } = options;
  const isPhone = viewport.width < 600;
  const settings: BrowserContextOptions = {
    viewport,
    colorScheme: theme,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
    baseURL: url,
    isMobile: isPhone,
    hasTouch: isPhone,
  };
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(LIMIT_MS);
  const kept = { ...storage, ...(user === undefined ? {} : await sessionOf(user)) };
  await context.addInitScript((kept) => {
    // Once for each browser: what the page writes later stays.
    if (localStorage.getItem("seeded")) return;
    localStorage.setItem("seeded", "yes");
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  }, kept);
  const errors: string[] = [];
  const openTab = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    listen(page, errors);
    await page.goto(path);
    return page;
  };
  return {
    page: await openTab(path),
    context,
    errors,
    openTab,
    [Symbol.asyncDispose]: () => context.close(),
  };
}

function listen(page: Page, errors: string[]): void {
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // What the server refuses is for the page to deal with; the browser reports it all the same.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      errors.push(message.text());
    }
  });
}

/** The session as supabase-js keeps it for a project at this address. */
async function sessionOf(user: TestUser): Promise<Record<string, string>> {
  const { data } = await user.client.auth.getSession();
  assert.ok(data.session !== null);
  return { "sb-127-auth-token": JSON.stringify(data.session) };
}
