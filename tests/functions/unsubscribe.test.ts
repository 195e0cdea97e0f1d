import assert from "node:assert/strict";
import { createReader, failForGood, mailsArrived, mailsTo, notificationIn } from "../support/mails.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

/** The address behind the one click, from a mail that was sent. */
async function oneClickOf(user: TestUser): Promise<string> {
  await failForGood(project, user);
  const [mail] = await mailsArrived(project, user, 1);
  return mail?.headers["List-Unsubscribe"]?.slice(1, -1) ?? "";
}

/** As mail programs do it: RFC 8058. */
async function click(url: string): Promise<{ status: number; body: { code?: string; status?: string } }> {
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function wantsMail(user: TestUser): Promise<boolean> {
  const { data } = await user.client.from("notification_preferences").select("email").single();
  return data?.email;
}

Deno.test("one click stops the mail without signing in, and twice is once", async () => {
  const user = await createReader(project);
  const url = await oneClickOf(user);
  for (const _ of [1, 2]) {
    assert.deepEqual(await click(url), { status: 200, body: { status: "unsubscribed" } });
    assert.equal(await wantsMail(user), false);
  }
  await failForGood(project, user);
  const { data } = await user.client.from("notifications").select("email_status, email_error")
    .order("created_at", { ascending: false }).limit(1).single();
  assert.deepEqual(data, { email_status: "skipped", email_error: "preference" });
  assert.equal((await mailsTo(project, user)).length, 1);
});

Deno.test("a program that only looks at the link changes nothing and is led to the app", async () => {
  const user = await createReader(project);
  const url = await oneClickOf(user);
  const answer = await fetch(url, { redirect: "manual" });
  await answer.body?.cancel();
  assert.equal(answer.status, 303);
  assert.equal(
    answer.headers.get("location"),
    `https://app.example.com/unsubscribe?${new URL(url).searchParams}`,
  );
  assert.equal(await wantsMail(user), true);
});

Deno.test("a link that was tampered with stops nobody's mail", async () => {
  const user = await createReader(project);
  const other = await createReader(project);
  const url = await oneClickOf(user);
  const tampered = [
    url.replace(user.id, other.id),
    url.slice(0, -1),
    `${url}x`,
    url.replace(/token=.*/, "token="),
    url.replace(/\?.*/, ""),
    url.replace(/token=.*/, `token=${"a".repeat(5000)}`),
    url.replace(/token=.*/, "token=%00%0d%0aSet-Cookie:x"),
  ];
  for (const one of tampered) {
    const { status, body } = await click(one);
    assert.deepEqual([status, body.code], [403, "invalid_token"], one);
  }
  assert.deepEqual([await wantsMail(user), await wantsMail(other)], [true, true]);
});

Deno.test("what waits to be mailed is not mailed after the click", async () => {
  const user = await createReader(project);
  const url = await oneClickOf(user);
  await project.stack.sql`delete from public.notifications where user_id = ${user.id}`;
  await user.client.from("notification_preferences").update({ email_frequency: "daily" }).eq(
    "user_id",
    user.id,
  );
  await failForGood(project, user);
  await notificationIn(project, user, "pending");
  await click(url);
  const { email_error } = await notificationIn(project, user, "skipped");
  assert.equal(email_error, "preference");
});
