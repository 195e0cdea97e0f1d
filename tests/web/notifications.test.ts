// What an open page tells as it happens, and what it does not.
import assert from "node:assert/strict";
import { createReader, later, mailsTo, notificationIn, ring } from "../support/mails.ts";
import { createTrader, errorEvent } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";
import {
  bell,
  failAlone,
  FAILING,
  heard,
  isPath,
  latestIncident,
  look,
  messages,
  onlyNextIsTold,
  openLive,
  tell,
  unreadOf,
} from "./bell.ts";

let app: WebApp;
Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

for (const theme of ["light", "dark"] as const) {
  Deno.test(`a failure is told as it happens, and its message leads to it (${theme})`, async () => {
    const user = await app.project.createUser();
    await using opened = await app.open("/settings", { user, theme });
    const { page } = opened;
    await heard(page);
    await failAlone(app.project, user);
    const message = messages(page);
    await message.getByText(FAILING).waitFor();
    await message.getByText("The executor could not get its klines.", { exact: true }).waitFor();
    await bell(page, 1).waitFor();
    assert.deepEqual(await violationsOf(page), []);

    await message.getByRole("button", { name: "Open" }).click();
    await isPath(app, page, await latestIncident(user));
    await bell(page, "none").waitFor();
    await message.waitFor({ state: "detached" });
    assert.equal(await unreadOf(user), 0);
    assert.deepEqual(opened.errors, []);
  });
}

Deno.test("a storm of 10,000 errors is one message and one mail", async () => {
  const user = await createReader(app.project);
  const trader = await createTrader(app.project, user, "endless");
  await using opened = await openLive(app, user);
  const { page } = opened;
  for (let batch = 0; batch < 20; batch++) {
    const events = Array.from(
      { length: 500 },
      () => errorEvent(trader, "endless", { error_message: "failed to fetch klines: connection refused" }),
    );
    const answer = await app.project.callSigned("record-error", { events }, app.project.recordErrorSecret);
    assert.equal(answer.status, 202);
    await answer.body?.cancel();
    // Messages stay while one points at them.
    if (batch === 0) await messages(page).hover();
  }
  const { data } = await user.client.from("trader_incidents").select("occurrences").eq("trader_id", trader)
    .single();
  assert.equal(data?.occurrences, 10_000);
  await notificationIn(app.project, user, "sent");
  assert.equal((await mailsTo(app.project, user)).length, 1);

  await tell(app.project, user, [{ title: "The next", link: "/traders" }]);
  await messages(page).getByText("The next").waitFor();
  await messages(page).getByText(FAILING).waitFor();
  assert.equal(await messages(page).count(), 2);
  await bell(page, 2).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("many notifications at once are one message, which leads to all of them", async () => {
  const user = await app.project.createUser();
  await using opened = await openLive(app, user);
  const { page } = opened;
  const told = Array.from({ length: 12 }, (_, index) => ({ title: `News ${index}`, link: "/traders" }));
  await tell(app.project, user, told);
  await messages(page).getByText("12 new notifications").waitFor();
  await bell(page, 12).waitFor();
  assert.equal(await messages(page).count(), 1);

  await messages(page).getByRole("button", { name: "See all" }).click();
  await isPath(app, page, "/notifications");
  await page.getByRole("link", { name: "News 11" }).waitFor();
  await bell(page, 12).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what was there before a page was opened is no news in it", async () => {
  const user = await app.project.createUser();
  await failAlone(app.project, user);
  await using opened = await openLive(app, user);
  await bell(opened.page, 1).waitFor();
  await onlyNextIsTold(app, opened.page, user);
  await bell(opened.page, 2).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what is told to somebody else is neither told nor counted", async () => {
  const user = await app.project.createUser();
  const other = await app.project.createUser();
  await using opened = await openLive(app, user);
  await using others = await openLive(app, other);
  await failAlone(app.project, other);
  await messages(others.page).getByText(FAILING).waitFor();
  await onlyNextIsTold(app, opened.page, user);
  await bell(opened.page, 1).waitFor();
  assert.equal(await unreadOf(other), 1);
  assert.deepEqual([...opened.errors, ...others.errors], []);
});

Deno.test("what the open page shows is read there and not told, once somebody looks at it", async () => {
  const user = await app.project.createUser();
  const trader_id = await failAlone(app.project, user);
  const link = await latestIncident(user);
  await using opened = await openLive(app, user, link);
  const { page } = opened;
  await bell(page, "none").waitFor();

  await tell(app.project, user, [{ title: "More of the same", link, trader_id }]);
  await onlyNextIsTold(app, page, user);
  await bell(page, 1).waitFor();
  const { data } = await user.client.rpc("list_notifications", { unread_only: true });
  assert.deepEqual(data.items.map(({ title }: { title: string }) => title), ["The next"]);

  await look(page, "hidden");
  await tell(app.project, user, [{ title: "Unseen", link, trader_id }]);
  await bell(page, 2).waitFor();
  assert.equal(await unreadOf(user), 2);
  await look(page, "visible");
  await bell(page, 1).waitFor();
  assert.equal(await unreadOf(user), 1);
  assert.deepEqual(opened.errors, []);
});

Deno.test("what was read in the app is not mailed", async () => {
  const user = await createReader(app.project, "hourly");
  await using opened = await openLive(app, user);
  await failAlone(app.project, user);
  const { id } = await notificationIn(app.project, user, "pending");
  await messages(opened.page).getByRole("button", { name: "Open" }).click();
  await bell(opened.page, "none").waitFor();

  await later(app.project, user, "2 minutes");
  assert.equal(await ring(app.project, id), "not_claimed");
  const { email_error } = await notificationIn(app.project, user, "skipped");
  assert.equal(email_error, "read");
  assert.deepEqual(await mailsTo(app.project, user), []);
  assert.deepEqual(opened.errors, []);
});

Deno.test("who signs out takes the messages along", async () => {
  const user = await app.project.createUser();
  await using opened = await openLive(app, user);
  const { page } = opened;
  await failAlone(app.project, user);
  await messages(page).getByText(FAILING).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  await messages(page).waitFor({ state: "detached" });
  assert.deepEqual(opened.errors, []);
});
