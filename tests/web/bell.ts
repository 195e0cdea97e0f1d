// The bell of an open page, its messages, and what is told to a user without a failure behind it.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { Project, TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";
import type { AppPage, WebApp } from "./app.ts";

/** What is told of a trader that `createTrader` has made. */
export const FAILING = `"Dip <hunter> & "co"" is failing`;

/** The bell when so many are unread. */
export function bell(page: Page, unread: number | "none"): Locator {
  return page.getByRole("button", { name: `Notifications, ${unread} unread`, exact: true });
}

/** When the page has read what there is and hears of what comes. */
export async function heard(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Notifications, .+ unread$/ }).waitFor();
  await page.locator("[data-live=true]").waitFor({ state: "attached" });
}

/** A page that has read what there is and hears of what comes. */
export async function openLive(app: WebApp, user: TestUser, path = "/settings"): Promise<AppPage> {
  const opened = await app.open(path, { user });
  await heard(opened.page);
  return opened;
}

/** When the page is the one at this path. */
export function isPath({ url }: WebApp, page: Page, path: string): Promise<void> {
  return page.waitForURL(`${url}${path}`);
}

/** The messages that are shown now. */
export function messages(page: Page): Locator {
  return page.getByRole("region", { name: /^Messages/ }).getByRole("listitem");
}

/** Lets a new trader of this user fail as no other does, in a way that is told once and not repaired; its id. */
export async function failAlone(project: Project, user: TestUser): Promise<string> {
  const trader = await createTrader(project, user, "endless");
  // Words, because numbers make no other fault of it, and a fault of many traders is told as one.
  const word = crypto.randomUUID().replace(/[^a-f]/g, "x");
  const event = errorEvent(trader, "endless", { error_message: `failed to fetch klines: ${word} refused` });
  const answer = await project.callSigned("record-error", event, project.recordErrorSecret);
  assert.equal(answer.status, 202);
  await answer.body?.cancel();
  return trader;
}

/** Lets the page find itself looked at, or not. */
export async function look(page: Page, state: "visible" | "hidden"): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "${state}" });
    document.dispatchEvent(new Event("visibilitychange"));
  `);
}

export interface Told {
  kind?: string;
  title: string;
  body?: string;
  link: string;
  trader_id?: string;
  created_at?: string;
  read_at?: string;
}

/** Tells a user all of these in one statement. */
export async function tell(project: Project, user: TestUser, all: Told[]): Promise<void> {
  const { error } = await project.admin.from("notifications").insert(all.map((told) => ({
    user_id: user.id,
    kind: told.trader_id === undefined ? "spend_cap_reached" : "fix_failed",
    subject_id: crypto.randomUUID(),
    body: "It happened. Open it to see what to do.",
    read_at: null,
    ...told,
    created_at: told.created_at ?? new Date().toISOString(),
    trader_id: told.trader_id ?? null,
  })));
  assert.equal(error, null);
}

/** That nothing was told so far: the next news is the only message. */
export async function onlyNextIsTold({ project }: WebApp, page: Page, user: TestUser): Promise<void> {
  await tell(project, user, [{ title: "The next", link: "/traders" }]);
  await messages(page).filter({ hasText: "The next" }).waitFor();
  assert.equal(await messages(page).count(), 1);
}

/** A user who was told so much, the latest first, a second apart. */
export async function toldUser(
  project: Project,
  count: number,
  more: Partial<Told> = {},
): Promise<TestUser> {
  const user = await project.createUser();
  await tell(
    project,
    user,
    Array.from({ length: count }, (_, index): Told => ({
      title: `News ${index + 1}`,
      link: "/settings",
      created_at: ago(index * 1_000),
      ...more,
    })),
  );
  return user;
}

export function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

/** The path of the user's latest incident. */
export async function latestIncident({ client }: TestUser): Promise<string> {
  const { data } = await client.from("trader_incidents").select("id, trader_id")
    .order("first_seen", { ascending: false }).limit(1).single();
  return `/traders/${data?.trader_id}/errors/${data?.id}`;
}

/** How many of the user's notifications are unread, as the database has it. */
export async function unreadOf({ client }: TestUser): Promise<number> {
  const { data, error } = await client.rpc("list_notifications");
  assert.equal(error, null);
  return data.unread;
}
