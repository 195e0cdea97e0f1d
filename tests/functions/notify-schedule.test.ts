import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { createReader, failForGood, later, mailsArrived, ring } from "../support/mails.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

/** A failure that rules repair: two notifications, as soon as the repair is proven. */
async function failAndBeRepaired(user: TestUser): Promise<string> {
  const trader = await createTrader(project, user, "missingFunction");
  const event = errorEvent(trader, "missingFunction");
  const answer = await project.callSigned("record-error", event, project.recordErrorSecret);
  assert.equal(answer.status, 202);
  await answer.body?.cancel();
  await idsOf(user, 2);
  return trader;
}

/** Ids of the user's notifications, oldest first, when there are so many. */
function idsOf(user: TestUser, count: number): Promise<string[]> {
  return eventually(`${count} notifications`, async () => {
    const rows = await project.stack.sql<{ id: string }[]>`
      select id from public.notifications where user_id = ${user.id} order by created_at, id`;
    return rows.length === count ? rows.map(({ id }) => id) : undefined;
  });
}

Deno.test("an hourly mail waits for the repair, and tells of both", async () => {
  const user = await project.createUser();
  await failAndBeRepaired(user);
  const [first = "", second = ""] = await idsOf(user, 2);
  assert.equal(await ring(project, first), "not_claimed");

  await later(project, user, "1 minute");
  assert.equal(await ring(project, second), "claimed");
  const [mail] = await mailsArrived(project, user, 1);
  assert.match(mail?.text ?? "", /is failing/);
  assert.match(mail?.text ?? "", /A repair for/);
});

Deno.test("what happens to a trader within an hour of its mail is gathered until the hour is over", async () => {
  const user = await project.createUser();
  const trader = await failForGood(project, user);
  const [first = ""] = await idsOf(user, 1);
  await later(project, user, "1 minute");
  assert.equal(await ring(project, first), "claimed");
  await mailsArrived(project, user, 1);

  for (const error_message of ["filter execution timed out after 1s", "failed to load ticker: not found"]) {
    const event = errorEvent(trader, "endless", { error_message });
    await project.callSigned("record-error", event, project.recordErrorSecret);
  }
  const ids = await eventually("three notifications or more", async () => {
    const rows = await project.stack.sql<{ id: string }[]>`
      select id from public.notifications where user_id = ${user.id} order by created_at desc`;
    return rows.length >= 3 ? rows.map(({ id }) => id) : undefined;
  });
  await later(project, user, "30 minutes");
  assert.equal(await ring(project, ids[0] ?? ""), "not_claimed");
  await later(project, user, "30 minutes");
  assert.equal(await ring(project, ids[0] ?? ""), "claimed");
  const mails = await mailsArrived(project, user, 2);
  assert.equal(mails.length, 2);
});

Deno.test("another trader of the same user is not kept waiting", async () => {
  const user = await project.createUser();
  for (const count of [1, 2]) {
    await failForGood(project, user);
    const ids = await idsOf(user, count);
    await later(project, user, "1 minute");
    assert.equal(await ring(project, ids.at(-1) ?? ""), "claimed");
    await mailsArrived(project, user, count);
  }
});

Deno.test("what was read in the app is not mailed", async () => {
  const user = await project.createUser();
  await failForGood(project, user);
  const [id = ""] = await idsOf(user, 1);
  await user.client.rpc("mark_notifications_read");
  await later(project, user, "1 minute");
  assert.equal(await ring(project, id), "not_claimed");
  const [row] = await project.stack
    .sql`select email_status, email_error from public.notifications where id = ${id}`;
  assert.deepEqual({ ...row }, { email_status: "skipped", email_error: "read" });
});

Deno.test("a change of preferences holds for what waits", async () => {
  const user = await createReader(project, "daily");
  await failForGood(project, user);
  const [id = ""] = await idsOf(user, 1);
  await later(project, user, "2 minutes");
  assert.equal(await ring(project, id), "not_claimed");
  const now = await user.client.from("notification_preferences").update({ email_frequency: "immediate" })
    .eq("user_id", user.id);
  assert.equal(now.error, null);
  await mailsArrived(project, user, 1);
});

Deno.test("a time zone that does not exist is refused by name", async () => {
  const user = await createReader(project);
  const { error } = await user.client.from("notification_preferences").update({ time_zone: "Mars/Olympus" })
    .eq("user_id", user.id);
  assert.deepEqual([error?.code, error?.details], ["TE422", "unknown_time_zone"]);
});
