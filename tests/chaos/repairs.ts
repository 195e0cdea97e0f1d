// Traders that failed and have a proven fix, made in bulk by the database's own functions: no executor reports, no function repairs.
import type { Fragment, Sql } from "postgres";
import { fault } from "../concurrency/support.ts";
import type { TestUser } from "../support/project.ts";

const BATCH = 200;

export interface Repair<User = TestUser> {
  /** Its place among those that were made. */
  place: number;
  user: User;
  trader: string;
  fix: { id: string; code_sha256: string };
  incident: string;
  /** The trader's first version, which is healthy where any is. */
  firstVersion: string;
}

interface Wanted<User> {
  users: readonly User[];
  count: number;
  /** How many versions that were healthy ran before the one that failed. */
  healthyBefore: (place: number) => number;
  /** Has the executor load traders, as when it starts. */
  load: (traderIds: readonly string[]) => Promise<void>;
}

/**
 * Makes them, spread over the users. From then on nothing of these users is repaired or mailed, so that the functions are left to the
 * deployments.
 */
export async function makeRepairs<User extends { id: string }>(
  sql: Sql,
  { users, count, healthyBefore, load }: Wanted<User>,
): Promise<Repair<User>[]> {
  const repairs: Repair<User>[] = [];
  await setBells(sql, false);
  for (let from = 0; from < count; from += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => from + index);
    const traders = await createTraders(sql, users, places.map(healthyBefore));
    await failAll(sql, traders);
    const rows = await proposeAll(sql, traders);
    if (rows.length < traders.length) {
      throw new Error(`Only ${rows.length} of ${traders.length} fixes were made`);
    }
    await load(traders);
    for (const [index, { id, code_sha256, trader, incident, first_version }] of rows.entries()) {
      const place = from + index;
      const user = users[index % users.length];
      if (user === undefined) throw new Error("Repairs need users");
      repairs.push({
        place,
        user,
        trader,
        fix: { id, code_sha256 },
        incident,
        firstVersion: first_version,
      });
    }
  }
  await leaveAlone(sql, users);
  await setBells(sql, true);
  return repairs;
}

/** Without the functions' address the database rings nobody. */
async function setBells(sql: Sql, on: boolean): Promise<void> {
  const [from, to] = ["recovery_functions_url", "recovery_functions_url_off"];
  await sql`select vault.update_secret(s.id, new_name => ${on ? from : to})
    from vault.decrypted_secrets as s where s.name = ${on ? to : from}`;
}

async function createTraders(
  sql: Sql,
  users: readonly { id: string }[],
  healthy: readonly number[],
): Promise<string[]> {
  const rows = healthy.map((healthy, index) => ({
    id: crypto.randomUUID(),
    user_id: users[index % users.length]?.id,
    healthy,
  }));
  const given = sql`jsonb_to_recordset(${
    sql.json(rows as never)
  }) as r (id uuid, user_id uuid, healthy integer)`;
  const filterAt = (number: number): Fragment =>
    sql`jsonb_build_object('code', 'return ' || case when r.healthy >= ${number} then 'healthy_' || ${number} else 'broken' end)`;
  await sql`insert into public.traders (id, user_id, name, filter)
    select r.id, r.user_id, 'Dip hunter', ${filterAt(1)} from ${given}`;
  for (let number = 1; number <= Math.max(...healthy); number++) {
    await sql`update public.filter_versions as v set health = 'healthy'
      from ${given} where v.trader_id = r.id and v.is_running and r.healthy >= ${number}`;
    await sql`update public.traders as t set filter = ${filterAt(number + 1)}
      from ${given} where t.id = r.id and r.healthy >= ${number}`;
  }
  return rows.map(({ id }) => id);
}

/** Each with a fault of its own: what many share would be the platform's. */
async function failAll(sql: Sql, traders: readonly string[]): Promise<void> {
  const events = traders.map((trader_id) => ({
    event_id: crypto.randomUUID(),
    trader_id,
    error_message: fault(),
  }));
  await sql`select public.record_errors(${sql.json(events)})`;
}

async function proposeAll(sql: Sql, traders: readonly string[]): Promise<
  { id: string; code_sha256: string; trader: string; incident: string; first_version: string }[]
> {
  const ids = traders as string[];
  await sql`select public.claim_fix(f.id) from public.proposed_fixes as f where f.trader_id = any (${ids})`;
  await sql`select public.finish_fix(f.id, f.attempt, jsonb_build_object(
      'status', 'proposed', 'origin', 'rules', 'code', 'return repaired_' || left(f.id::text, 8), 'series_code', '',
      'validated', true, 'validation', '{}'::jsonb))
    from public.proposed_fixes as f where f.trader_id = any (${ids})`;
  return await sql`
    select f.id, f.code_sha256, f.trader_id as trader, f.incident_id as incident, v.id as first_version
    from public.proposed_fixes as f
    join public.filter_versions as v on v.trader_id = f.trader_id and v.version = 1
    where f.trader_id = any (${ids}) and f.status = 'proposed'
    order by array_position(${ids}::uuid[], f.trader_id)`;
}

async function leaveAlone(sql: Sql, users: readonly { id: string }[]): Promise<void> {
  const ids = users.map(({ id }) => id);
  await sql`insert into public.recovery_preferences (user_id, auto_regenerate) select unnest(${ids}::uuid[]), false
    on conflict (user_id) do update set auto_regenerate = false`;
  await sql`insert into public.notification_preferences (user_id, email) select unnest(${ids}::uuid[]), false
    on conflict (user_id) do update set email = false`;
  await sql`update public.notifications set email_status = 'skipped'
    where user_id = any (${ids}) and email_status = 'pending'`;
}
