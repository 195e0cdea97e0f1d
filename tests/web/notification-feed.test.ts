import { createClient } from "@supabase/supabase-js";
import assert from "node:assert/strict";
import { type FeedState, NotificationFeed } from "../../web/src/notifications/notification-feed.ts";
import { startCuttableProxy } from "../support/cuttable-proxy.ts";
import { eventually } from "../support/eventually.ts";
import { createReader, mailsTo, notificationIn } from "../support/mails.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

interface Tab extends AsyncDisposable {
  feed: NotificationFeed;
  state: FeedState;
  toasts: string[];
  errors: Error[];
}

/** An open page of this user, with a connection of its own. */
async function openTab(user: TestUser, apiUrl = project.stack.apiUrl, read = fetch): Promise<Tab> {
  const client = createClient(apiUrl, project.stack.publishableKey, {
    global: { fetch: read },
    auth: { persistSession: false, autoRefreshToken: false },
    accessToken: () => Promise.resolve(user.token),
    realtime: { reconnectAfterMs: () => 50 },
  });
  await client.realtime.setAuth(user.token);
  const seen: Pick<Tab, "state" | "toasts" | "errors"> = {
    state: { live: false, items: [], unread: 0 },
    toasts: [],
    errors: [],
  };
  const feed = new NotificationFeed(client, user.id, {
    changed: (state) => seen.state = state,
    arrived: (news) => seen.toasts.push(...news.map(({ kind }) => kind)),
    failed: (error) => seen.errors.push(error),
  });
  await eventually("the tab to be live", () => Promise.resolve(seen.state.live || undefined));
  await feed.refresh();
  return Object.assign(seen, {
    feed,
    async [Symbol.asyncDispose](): Promise<void> {
      await feed.close();
      await client.realtime.disconnect();
    },
  });
}

/** A failure that is told once and repaired by nobody. */
async function failForGood(user: TestUser): Promise<string> {
  const trader = await createTrader(project, user, "endless");
  await report(trader, [crypto.randomUUID()]);
  return trader;
}

async function report(trader: string, ids: string[]): Promise<void> {
  const events = ids.map((event_id) =>
    errorEvent(trader, "endless", { event_id, error_message: "failed to fetch klines: connection refused" })
  );
  const answer = await project.callSigned("record-error", { events }, project.recordErrorSecret);
  assert.equal(answer.status, 202);
  await answer.body?.cancel();
}

async function allShow(tabs: Tab[], unread: number): Promise<void> {
  await eventually(`${unread} unread in every tab`, () =>
    Promise.resolve(
      tabs.every(({ state }) => state.unread === unread) || undefined,
    ));
}

Deno.test("three tabs show one toast each and agree on what is unread and read", async () => {
  const user = await project.createUser();
  await using one = await openTab(user);
  await using two = await openTab(user);
  await using three = await openTab(user);
  const tabs = [one, two, three];
  await failForGood(user);
  await allShow(tabs, 1);
  for (const { toasts } of tabs) assert.deepEqual(toasts, ["incident_detected"]);

  await two.feed.markRead();
  await allShow(tabs, 0);
  await failForGood(user);
  const trader = await failForGood(user);
  await allShow(tabs, 2);
  const [latest, earlier] = one.state.items;
  assert.equal(latest?.trader_id, trader);
  await three.feed.markRead({ ids: [latest.id] });
  await allShow(tabs, 1);
  await one.feed.markRead({ incident_id: earlier?.incident_id ?? "" });
  await allShow(tabs, 0);
  for (const { toasts, errors } of tabs) assert.deepEqual([toasts.length, errors], [3, []]);
});

Deno.test("a tab that lost its connection shows what it missed when it is back", async () => {
  const user = await project.createUser();
  await using proxy = startCuttableProxy(project.stack.apiUrl);
  await using tab = await openTab(user, proxy.url);
  await using other = await openTab(user);
  proxy.cut();
  await eventually("the tab to notice", () => Promise.resolve(!tab.state.live || undefined));
  await failForGood(user);
  await allShow([other], 1);
  assert.equal(tab.state.unread, 0);

  proxy.mend();
  await eventually("the tab to be live", () => Promise.resolve(tab.state.live || undefined));
  await allShow([tab], 1);
  assert.deepEqual(tab.toasts, ["incident_detected"]);
});

Deno.test("a tab whose read failed reads again by itself", async () => {
  const user = await project.createUser();
  let fails = 0;
  await using tab = await openTab(user, project.stack.apiUrl, (...request) => {
    if (fails-- > 0) return Promise.reject(new TypeError("no network"));
    return fetch(...request);
  });
  fails = 1;
  await failForGood(user);
  await allShow([tab], 1);
  assert.equal(tab.errors.length, 1);
});

Deno.test("a storm of 10,000 errors is one toast and one mail", async () => {
  const user = await createReader(project);
  await using tab = await openTab(user);
  const trader = await createTrader(project, user, "endless");
  for (let batch = 0; batch < 20; batch++) {
    await report(trader, Array.from({ length: 500 }, () => crypto.randomUUID()));
  }
  const { data } = await user.client.from("trader_incidents").select("occurrences").eq("trader_id", trader)
    .single();
  assert.equal(data?.occurrences, 10_000);
  await allShow([tab], 1);
  await tab.feed.refresh();
  assert.deepEqual(tab.toasts, ["incident_detected"]);
  await notificationIn(project, user, "sent");
  assert.equal((await mailsTo(project, user)).length, 1);
});

Deno.test("what was there before a tab was opened is no news in it", async () => {
  const user = await project.createUser();
  await failForGood(user);
  await using tab = await openTab(user);
  await allShow([tab], 1);
  assert.deepEqual(tab.toasts, []);
});
