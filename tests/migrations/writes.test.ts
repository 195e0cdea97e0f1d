// The platform goes on as before: its owners write traders, its triggers and views answer, users sign up.
import assert from "node:assert/strict";
import { z } from "zod";
import { asUser, openProject, type Project, traderId, userId } from "./support.ts";

let project: Project;
Deno.test.beforeAll(async () => {
  project = await openProject({ live: true });
  await project.push();
});
Deno.test.afterAll(() => project[Symbol.asyncDispose]());

const mark = z.tuple([z.object({ version: z.number(), updated_at: z.date() })]);

async function marksOf(id: string): Promise<{ version: number; updated_at: Date }> {
  return mark.parse([
    ...await project.sql`select version, updated_at from public.traders where id = ${id}`,
  ])[0];
}

Deno.test("an owner creates, edits and deletes a trader as before, and its versions follow", async () => {
  const owner = userId(5);
  const code = async (): Promise<unknown[]> =>
    (await project.sql`
      select v.code, v.source, v.is_running from public.filter_versions as v join public.traders as t on t.id = v.trader_id
      where t.name = 'New' order by v.version`).map((row) => Object.values(row));
  await asUser(
    project.sql,
    owner,
    (tx) =>
      tx`insert into public.traders (user_id, name, description, filter, strategy)
       values (${owner}, 'New', 'Made by hand', '{"code": "return false"}', '{}')`,
  );
  assert.deepEqual(await code(), [["return false", "original", true]]);
  await asUser(
    project.sql,
    owner,
    (tx) =>
      tx`update public.traders set filter = to_jsonb('{"code": "return true"}'::text) where name = 'New'`,
  );
  assert.deepEqual(await code(), [["return false", "original", false], ["return true", "external", true]]);
  const deleted = await asUser(
    project.sql,
    owner,
    (tx) => tx`delete from public.traders where name = 'New' returning version`,
  );
  assert.deepEqual(deleted.map(({ version }) => version), [2]);
  assert.deepEqual(await code(), []);
});

Deno.test("a trader of another user stays out of an owner's reach", async () => {
  // Trader 5 belongs to user 6.
  const rows = await asUser(
    project.sql,
    userId(7),
    (tx) => tx`update public.traders set name = 'Mine' where id = ${traderId(5)} returning id`,
  );
  assert.equal(rows.length, 0);
});

Deno.test("an edit moves version and updated_at by the project's own triggers", async () => {
  const id = traderId(24);
  const before = await marksOf(id);
  await asUser(
    project.sql,
    userId(24 % 19 + 1),
    (tx) => tx`update public.traders set name = 'Renamed' where id = ${id}`,
  );
  const after = await marksOf(id);
  assert.equal(after.version, before.version + 1);
  assert.ok(after.updated_at > before.updated_at);
});

Deno.test("a write that changes nothing moves version and updated_at as it did before", async () => {
  const id = traderId(25);
  const before = await marksOf(id);
  await project.sql`update public.traders set name = name where id = ${id}`;
  const after = await marksOf(id);
  assert.equal(after.version, before.version + 1);
  assert.ok(after.updated_at > before.updated_at);
});

Deno.test("a counted error moves neither version nor updated_at", async () => {
  const id = traderId(26);
  const before = await marksOf(id);
  await project.sql`
    insert into public.trader_error_history (trader_id, error_message) values (${id}, 'undefined: math')`;
  const [trader] = await project.sql`select error_count, error_type from public.traders where id = ${id}`;
  assert.deepEqual([Number(trader?.error_count), trader?.error_type], [1, "compile"]);
  assert.deepEqual(await marksOf(id), before);
});

Deno.test("a trader of a user that is gone can be edited, fail and be deleted", async () => {
  const id = traderId(31);
  await project.sql`update public.traders set filter = '{"code": "return len(1)"}' where id = ${id}`;
  await project.sql`
    insert into public.trader_error_history (trader_id, error_message) values (${id}, 'divide by zero')`;
  const [row] = await project.sql`
    select t.user_id as owner, i.user_id from public.traders as t join public.trader_incidents as i on i.trader_id = t.id
    where t.id = ${id}`;
  assert.equal(row?.user_id, row?.owner);
  const deleted = await project.sql`delete from public.traders where id = ${id} returning id`;
  assert.equal(deleted.length, 1);
});

Deno.test("the project's views answer", async () => {
  const [row] = await project.sql`
    select (select count(*) from public.active_traders as a where a.id = ${traderId(40)})::integer as active,
      (select executions from public.trader_overview as o where o.id = ${
    traderId(40)
  })::integer as executions`;
  assert.deepEqual(row, { active: 1, executions: 1 });
});

Deno.test("a new user gets a profile, preferences and a subscription by handle_new_user", async () => {
  const id = crypto.randomUUID();
  await project.sql`insert into auth.users (id, email) values (${id}, 'new@example.com')`;
  const [row] = await project.sql`
    select p.email, f.theme, s.tier from public.user_profiles as p
    join public.user_preferences as f on f.user_id = p.id
    join public.user_subscriptions as s on s.user_id = p.id
    where p.id = ${id}`;
  assert.deepEqual(row, { email: "new@example.com", theme: "dark", tier: "free" });
});
