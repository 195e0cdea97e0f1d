// A project with traders that failed, an executor whose answers a test scripts, and what a test does on the page of an incident.
import type { Locator, Page } from "playwright-core";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import type { TestUser } from "../support/project.ts";
import { fixOf, proposeFix } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, FILTERS, market } from "../support/traders.ts";
import { type AppPage, type OpenOptions, startWebApp, type WebApp } from "./app.ts";

/** Holds where the filter failed, and asks for the same. */
export const PROVEN_EDIT = FILTERS.missingNilCheck.code.replace(
  "\n",
  "\n// Too few candles.\nif rsi == nil {\n\treturn false\n}\n",
);
/** Compiles, and fails as the original does. */
export const UNPROVEN_EDIT = FILTERS.missingNilCheck.code.replace("30", "29");

export interface Failing {
  user: TestUser;
  trader: string;
  fix: string;
  incident: string;
}

export interface Deciding extends AsyncDisposable {
  app: WebApp;
  executor: FakeExecutor;
  /** A trader that failed and has a proven repair. */
  proposed(): Promise<Failing>;
  /** The same with a repair that nothing proves. */
  unproven(): Promise<Failing>;
  /** The user's new trader has failed, and its repair is in one of these states; `filter` is what it has besides code. */
  fails(user: TestUser, states: string[], filter?: Record<string, unknown>): Promise<Failing>;
  report(failing: Pick<Failing, "trader">): Promise<void>;
  open(failing: Failing, options?: OpenOptions): Promise<AppPage>;
  reloadsOf(failing: Failing): number;
}

export async function startDeciding(): Promise<Deciding> {
  const executor = startFakeExecutor();
  const app = await startWebApp({ EXECUTOR_URL: executor.url, EXECUTOR_TOKEN: "executor-token" });
  const { project } = app;
  // The same failure of every test's trader is no fault of the platform.
  await project.stack.sql`update private.settings set systemic_traders = 1000`;

  const proposed = async (): Promise<Failing> => {
    const user = await project.createUser();
    const { id: fix, trader_id: trader } = await proposeFix(project, user);
    return { user, trader, fix, incident: (await fixOf(user, trader, ["proposed"])).incident_id };
  };
  const report = async ({ trader }: Pick<Failing, "trader">): Promise<void> => {
    const event = errorEvent(trader, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
    await project.callSigned("record-error", event, project.recordErrorSecret);
  };
  return {
    app,
    executor,
    proposed,
    report,
    async unproven(): Promise<Failing> {
      const failing = await proposed();
      await project.stack.sql`update public.proposed_fixes
        set validated = false, validation = validation || '{"verdict": "not_validated", "failure": "It fails on OLDUSDT, where the code worked before"}'
        where id = ${failing.fix}`;
      return failing;
    },
    async fails(user, states, filter = {}): Promise<Failing> {
      const trader = await createTrader(project, user, "missingNilCheck");
      const { code } = FILTERS.missingNilCheck;
      await user.client.from("traders").update({ filter: { code, ...filter } }).eq("id", trader);
      await report({ trader });
      const { id: fix, incident_id: incident } = await fixOf(user, trader, states);
      return { user, trader, fix, incident };
    },
    open: ({ user, trader, incident }, options = {}) =>
      app.open(`/traders/${trader}/errors/${incident}`, { user, ...options }),
    reloadsOf: ({ trader }) => executor.reloads.filter(({ traderId }) => traderId === trader).length,
    async [Symbol.asyncDispose](): Promise<void> {
      await app[Symbol.asyncDispose]();
      await executor[Symbol.asyncDispose]();
    },
  };
}

export function button(place: Page | Locator, name: string): Locator {
  return place.getByRole("button", { name, exact: true });
}

/** Puts other code in the place of what the editor holds. */
export async function write(page: Page, code: string, label = /^Filter code/): Promise<void> {
  await page.getByRole("textbox", { name: label }).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

/** The trader's versions, oldest first. */
export async function versionsOf({ user, trader }: Failing): Promise<{ source: string; code: string }[]> {
  const { data } = await user.client.from("filter_versions").select("source, code").eq("trader_id", trader)
    .order("version");
  return data ?? [];
}

/** The incident's repairs, oldest first. */
export async function fixesOf({ user, incident }: Failing): Promise<Record<string, unknown>[]> {
  const { data } = await user.client.from("proposed_fixes").select("status, hint, decision_reason")
    .eq("incident_id", incident).order("created_at");
  return data ?? [];
}
