// The two data sets: how large they are, and the load that fills them.
import type { Sql } from "postgres";
import { type Fault, faults } from "./faults.ts";

export interface Size {
  history: number;
  incidents: number;
  traders: number;
  owners: number;
  event_ids: number;
}

// What a page shows is one owner's, trader's or incident's, of whom the typical one has the same rows in both.
export const SMALL: Size = { history: 10_000, incidents: 1_000, traders: 100, owners: 5, event_ids: 2_000 };
export const LARGE: Size = {
  history: 5_000_000,
  incidents: 200_000,
  traders: 20_000,
  owners: 2_000,
  event_ids: 1_000_000,
};

const SQL = new URL("fill.sql", import.meta.url);

/** Fills an empty database, and leaves nothing for autovacuum to do while it is measured. */
export async function fill(admin: Sql, size: Size): Promise<void> {
  const known = await withFingerprints(admin);
  await admin`drop table if exists pg_temp.faults, pg_temp.market`;
  await admin`
    create temporary table faults as
    select * from jsonb_to_recordset(${JSON.stringify(known)}::text::jsonb)
      as f (number bigint, message text, stack text, fingerprint text, error_type text, attribution text)`;
  await admin`create temporary table market as select ${candles()}::text::jsonb as market_data`;
  for (const [name, value] of Object.entries({ ...size, faults: known.length })) {
    await admin`select set_config(${`scale.${name}`}, ${String(value)}, false)`;
  }
  await admin.unsafe(await Deno.readTextFile(SQL));
  await admin`vacuum (analyze)`;
  await admin`checkpoint`;
}

/** The faults with what the database makes of them, so that reported errors meet the incidents that are there. */
export async function withFingerprints(admin: Sql): Promise<KnownFault[]> {
  return await Promise.all(faults.map(async ({ message, stack }, number) => {
    const [row] = await admin<Pick<KnownFault, "fingerprint" | "error_type" | "attribution">[]>`
      select r.error_type, r.attribution,
        private.error_fingerprint(r.error_type, 'filter', private.normalise_message(${message}), private.failing_place(${stack}, '{}')) as fingerprint
      from private.classify_error(null, ${message}, ${stack}) as r`;
    if (!row) throw new Error(`The database has no rule for "${message}"`);
    return { number, message, stack, ...row };
  }));
}

export interface KnownFault extends Fault {
  number: number;
  fingerprint: string;
  error_type: string;
  attribution: string;
}

/** How many rows each table holds. */
export async function countRows(admin: Sql): Promise<Record<string, number>> {
  const [row] = await admin<Record<string, number>[]>`
    select
      (select count(*) from public.trader_error_history)::int as history,
      (select count(*) from public.trader_incidents)::int as incidents,
      (select count(*) from public.traders)::int as traders,
      (select count(*) from auth.users)::int as users,
      (select count(*) from public.filter_versions)::int as versions,
      (select count(*) from public.incident_hours)::int as incident_hours,
      (select count(*) from public.proposed_fixes)::int as fixes,
      (select count(*) from public.deployments)::int as deployments,
      (select count(*) from public.notifications)::int as notifications,
      (select count(*) from public.daily_spend)::int as daily_spend,
      (select count(*) from public.llm_usage)::int as llm_usage,
      (select count(*) from private.error_event_ids)::int as event_ids,
      (select pg_database_size(current_database()) / 1000000)::int as megabytes`;
  return { ...row };
}

function candles(): string {
  const kline = {
    openTime: 1_700_000_000_000,
    open: 42_000.5,
    high: 42_100.25,
    low: 41_900,
    close: 42_050.75,
    volume: 12.5,
  };
  return JSON.stringify({ klines: { "5m": Array.from({ length: 100 }, () => kline) } });
}
