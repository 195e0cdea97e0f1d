// The page of an incident in tests: traders that fail, and states of their repairs that would take long to come to by themselves.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { Tables } from "../../supabase/functions/_shared/database.types.ts";
import type { Project, TestUser } from "../support/project.ts";
import { fixOf } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, type FilterName, market } from "../support/traders.ts";
import type { AppPage, OpenOptions, WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";

export const PHONE = { width: 360, height: 740 };

export interface Failing {
  user: TestUser;
  trader: string;
  incident: string;
  filter: FilterName;
}

/** A trader of a new user that has failed once; nothing of its market was captured. */
export async function failing(
  project: Project,
  filter: FilterName,
  more: Record<string, unknown> = {},
): Promise<Failing> {
  const user = await project.createUser();
  const trader = await createTrader(project, user, filter);
  return { user, trader, filter, incident: await report(project, { trader, filter }, more) };
}

/** The same with a repair that was proven on what was captured. */
export async function proposed(project: Project): Promise<Failing & { fix: Tables<"proposed_fixes"> }> {
  const failed = await failing(project, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  return { ...failed, fix: await fixOf(failed.user, failed.trader, ["proposed"]) };
}

/** Reports an error of a trader; the incident's id. */
export async function report(
  project: Project,
  { trader, filter }: Pick<Failing, "trader" | "filter">,
  more: Record<string, unknown> = {},
): Promise<string> {
  const event = errorEvent(trader, filter, more);
  const answer = await project.callSigned("record-error", event, project.recordErrorSecret);
  const body = await answer.json();
  assert.equal(answer.status, 202, JSON.stringify(body));
  return body.incidents[0].incident_id;
}

/** Takes a repair that waits for a model through the queue to an attempt that goes on for as long as the test wants. */
export async function startRepair(project: Project, { user, trader }: Failing): Promise<string> {
  const { id } = await fixOf(user, trader, ["held"]);
  // All at once, or a function takes it.
  await project.stack.sql.begin(async (sql) => {
    await sql`update public.proposed_fixes set status = 'queued', reason = null, reason_detail = null where id = ${id}`;
    await sql`update public.proposed_fixes
      set status = 'generating', lease_until = now() + interval '1 hour', attempt = attempt + 1 where id = ${id}`;
    await sql`insert into public.fix_attempts (fix_id, attempt, trader_id, user_id, incident_id)
      select id, attempt, trader_id, user_id, incident_id from public.proposed_fixes where id = ${id}`;
  });
  return id;
}

/** Ends that attempt as a function would. */
export async function endRepair(
  project: Project,
  fix: string,
  outcome: Record<string, unknown>,
): Promise<void> {
  const { data } = await project.admin.from("proposed_fixes").select("attempt").eq("id", fix).single();
  const ended = await project.admin.rpc("finish_fix", { fix_id: fix, attempt: data?.attempt, outcome });
  assert.deepEqual([ended.data, ended.error], [true, null]);
}

export function openIncident(
  app: WebApp,
  { user, trader, incident }: Failing,
  options: OpenOptions = {},
): Promise<AppPage> {
  return app.open(`/traders/${trader}/errors/${incident}`, { user, ...options });
}

/** What the page says first of the repair. */
export function verdict(page: Page, label: string): Locator {
  return page.getByRole("status").filter({ hasText: label });
}

/** A part of the page. */
export function card(page: Page, name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

/** Opens the page, waits for the verdict and for these texts, and sees that the page is in order in both themes and on a phone. */
export async function shows(
  app: WebApp,
  failed: Failing,
  label: string,
  texts: string[] = [],
): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await using opened = await openIncident(app, failed, {
      theme,
      ...(theme === "dark" ? { viewport: PHONE } : {}),
    });
    const { page, errors } = opened;
    await verdict(page, label).waitFor();
    for (const text of texts) await page.getByText(text).first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
    assert.deepEqual(errors, []);
  }
}
