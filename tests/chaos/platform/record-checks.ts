// What the driver and the stand-ins know, held against what the database says.
import type { Sql, TransactionSql } from "postgres";
import type { LoadingExecutor } from "../loading-executor.ts";
import type { Sent } from "./records.ts";

export interface Known {
  sent: ReadonlyMap<string, Sent>;
  acknowledged: ReadonlySet<string>;
  caps: ReadonlyMap<string, number>;
  mails: ReadonlyMap<string, ReadonlySet<string>>;
  unexplained: readonly unknown[];
  strangeTimes: readonly string[];
  modelCalls: number;
  executor: Pick<LoadingExecutor, "running">;
}

type Compare = (sql: Sql | TransactionSql, known: Known, traders: readonly string[]) => Promise<unknown[]>;

const COMPARISONS: [name: string, compare: Compare][] = [
  ["every acknowledged error is remembered", async (sql, { acknowledged }) => {
    const kept = await remembered(sql);
    return [...acknowledged].filter((id) => !kept.has(id));
  }],
  ["nothing is remembered that nobody sent", async (sql, { sent }) => {
    return [...await remembered(sql)].filter((id) => !sent.has(id));
  }],
  ["every trader's history counts what was sent, once", countedOnce],
  ["a user's day costs no more than the user ever allowed", async (sql, { caps }) => {
    const days = await sql<{ user_id: string; usd: number }[]>`
      select user_id, (spent_usd + reserved_usd)::float8 as usd from public.daily_spend where user_id is not null`;
    return days.filter(({ user_id, usd }) => usd > (caps.get(user_id) ?? 0) + 1e-9);
  }],
  ["every call that the model answered is in the ledger", async (sql, { modelCalls }) => {
    const [row] = await sql<
      { calls: number }[]
    >`select count(*)::integer as calls from public.llm_usage where status <> 'released'`;
    return modelCalls > (row?.calls ?? 0) ? [{ modelCalls, ledger: row?.calls }] : [];
  }],
  ["a mail goes out once", (_sql, { mails }) => {
    return Promise.resolve([...mails].filter(([, ids]) => ids.size > 1).map(([key]) => key));
  }],
  ["a mail that counts as sent went out, and one that went out was claimed", async (sql, { mails }) => {
    const rows = await sql<{ mail_id: string; is_sent: boolean }[]>`
      select mail_id, bool_or(email_status = 'sent') as is_sent from public.notifications where mail_id is not null group by 1`;
    const claimed = new Set(rows.map(({ mail_id }) => mail_id));
    return [
      ...rows.filter(({ mail_id, is_sent }) => is_sent && !mails.has(mail_id)),
      ...[...mails.keys()].filter((key) => !claimed.has(key)),
    ];
  }],
  ["the executor runs the version that is live", async (sql, { executor }, traders) => {
    const live = await sql<{ trader_id: string; code_sha256: string }[]>`
      select v.trader_id, v.code_sha256 from public.filter_versions as v
      where v.trader_id = any (${traders as string[]}) and v.is_running and (
        select d.status from public.deployments as d where d.version_id = v.id order by d.created_at desc limit 1
      ) in ('deployed', 'verified')`;
    return live.filter(({ trader_id, code_sha256 }) => executor.running(trader_id) !== code_sha256);
  }],
  ["users are told how much they have not read", unreadCounts],
  ["signatures of other times are refused", (_sql, { strangeTimes }) => Promise.resolve([...strangeTimes])],
  ["nobody is answered with a failure while nothing is out of order", (_sql, { unexplained }) => {
    return Promise.resolve([...unexplained]);
  }],
];

/** Names of what is not as it should be, each with its first case. */
export async function brokenComparisons(
  sql: Sql | TransactionSql,
  known: Known,
  traders: readonly string[],
): Promise<string[]> {
  const broken: string[] = [];
  for (const [name, compare] of COMPARISONS) {
    const cases = await compare(sql, known, traders);
    if (cases.length > 0) broken.push(`${name}: ${cases.length} cases, ${JSON.stringify(cases[0])}`);
  }
  return broken;
}

async function remembered(sql: Sql | TransactionSql): Promise<Set<string>> {
  const rows = await sql<{ event_id: string }[]>`select event_id from private.error_event_ids`;
  return new Set(rows.map(({ event_id }) => event_id));
}

/** What was sent, but neither acknowledged nor remembered, was never taken. */
async function countedOnce(sql: Sql | TransactionSql, { sent }: Known): Promise<unknown[]> {
  const expected = new Map<string, { least: number; most: number }>();
  for (const id of await remembered(sql)) {
    const one = sent.get(id);
    if (one === undefined) continue;
    const sum = expected.get(one.trader) ?? { least: 0, most: 0 };
    expected.set(one.trader, { least: sum.least + one.least, most: sum.most + one.most });
  }
  const rows = await sql<{ trader_id: string; counted: number }[]>`
    select trader_id, sum(occurrences)::integer as counted from public.trader_error_history group by 1`;
  const counted = new Map(rows.map((row) => [row.trader_id, row.counted]));
  return [...expected].filter(([trader, { least, most }]) => {
    const sum = counted.get(trader) ?? 0;
    return sum < least || sum > most;
  }).map(([trader, range]) => ({ trader, ...range, counted: counted.get(trader) }));
}

async function unreadCounts(sql: Sql | TransactionSql): Promise<unknown[]> {
  const rows = await sql<{ user_id: string; unread: number }[]>`
    select u.id as user_id, count(n.id)::integer as unread from auth.users as u
    left join public.notifications as n on n.user_id = u.id and n.in_app and n.read_at is null group by 1`;
  const wrong: unknown[] = [];
  for (const { user_id, unread } of rows) {
    const told = await sql.unsafe(
      `with me as materialized (select set_config('request.jwt.claims', $1, true))
       select (public.list_notifications() ->> 'unread')::integer as told from me`,
      [JSON.stringify({ sub: user_id, role: "authenticated" })],
    );
    if (told[0]?.["told"] !== Math.min(unread, 100)) wrong.push({ user_id, unread, told: told[0]?.["told"] });
  }
  return wrong;
}
