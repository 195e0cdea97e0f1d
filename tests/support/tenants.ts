// Two users with rows in every table of the API, and what is needed to ask for them by name.
import assert from "node:assert/strict";
import { accepted } from "./decisions.ts";
import { eventually } from "./eventually.ts";
import type { Project, TestUser } from "./project.ts";
import { proposeFix } from "./proposed-fix.ts";

export interface Tenant {
  user: TestUser;
  trader_id: string;
  incident_id: string;
  notification_id: string;
}

/** A user whose trader failed, was repaired and deployed, who was charged, set preferences, cannot get mail, and has work that was given up. */
export async function createTenant(project: Project): Promise<Tenant> {
  const user = await project.createUser();
  const { client, id } = user;
  for (
    const { error } of [
      await client.from("notification_preferences").insert({ user_id: id, email: false }),
      await client.from("recovery_preferences").insert({ user_id: id, auto_rollback: true }),
    ]
  ) assert.equal(error, null);
  const fix = await proposeFix(project, user);
  const deployment = await accepted(project, user, fix);
  const { sql } = project.stack;
  await sql`update public.deployments
    set status = 'failed', attempts = 1, reason = 'executor_unreachable', error = 'refused', lease_until = null
    where id = ${deployment.id}`;
  await sql`insert into public.llm_usage (fix_id, attempt, call, day, model, reserved_usd, trader_id, user_id)
    values (${fix.id}, 1, 1, current_date, 'model', 0.01, ${fix.trader_id}, ${id})`;
  await sql`insert into public.daily_spend (user_id, day, calls) values (${id}, current_date, 1) on conflict do nothing`;
  await sql`insert into public.undeliverable_addresses (user_id, email, reason) values (${id}, ${user.email}, 'bounced')`;
  const [incident, notification] = await eventually("an incident and its notification", async () => {
    const [row] = await sql`select i.id, n.id as notification_id from public.trader_incidents as i
      join public.notifications as n on n.incident_id = i.id where i.trader_id = ${fix.trader_id} limit 1`;
    return row === undefined ? undefined : [String(row.id), String(row.notification_id)];
  });
  assert.ok(incident && notification);
  return { user, trader_id: fix.trader_id, incident_id: incident, notification_id: notification };
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Every id in a tenant's rows, which no answer to another tenant may hold. */
export async function idsOf({ stack }: Project, { user }: Tenant, tables: string[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const table of tables) {
    const rows = await stack.sql`select to_jsonb(t) as row from public.${stack.sql(table)} as t
      where to_jsonb(t) ->> 'user_id' = ${user.id}`;
    for (const [id] of JSON.stringify(rows).matchAll(UUID)) ids.add(id);
  }
  return ids;
}
