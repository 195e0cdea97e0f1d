// Whether all that follows from an accepted error is committed: its row or its count, its incident, the message, the repair.
import type { Sql } from "postgres";

export interface State {
  at: Date;
  rows: number;
  /** Occurrences that the rows of the history count. */
  counted: number;
  /** Those that incidents count. */
  counted_by_incidents: number;
  incidents: number;
}

export interface Drained {
  drained: boolean;
  /** Rows that the history gained, and the occurrences they and older rows gained. */
  rows: number;
  counted: number;
  incidents: number;
  notifications: number;
  fixes: number;
  /** Faults that the platform is blamed for: their repairs are held, which the load is made to avoid. */
  systemic_faults: number;
}

export async function readState(admin: Sql): Promise<State> {
  const [state] = await admin<State[]>`
    select
      clock_timestamp() as at,
      (select count(*) from public.trader_error_history)::int as rows,
      (select coalesce(sum(h.occurrences), 0) from public.trader_error_history as h)::int as counted,
      (select coalesce(sum(i.occurrences + i.stale_occurrences), 0) from public.trader_incidents as i)::int as counted_by_incidents,
      (select count(*) from public.trader_incidents)::int as incidents`;
  if (!state) throw new Error("The database answered nothing");
  return state;
}

/** Compares what was accepted since `before` with what the database holds now. Nothing else may have reported meanwhile. */
export async function checkDrained(
  admin: Sql,
  before: State,
  accepted: { events: number; new_faults: number },
): Promise<Drained> {
  const after = await readState(admin);
  const [row] = await admin<
    {
      notifications: number;
      fixes: number;
      code_incidents: number;
      orphans: number;
      systemic_faults: number;
    }[]
  >`
    with opened as (select i.* from public.trader_incidents as i where i.created_at > ${before.at})
    select
      (select count(distinct n.incident_id) from public.notifications as n
        join opened as o on o.id = n.incident_id where n.kind = 'incident_detected')::int as notifications,
      (select count(distinct f.incident_id) from public.proposed_fixes as f
        join opened as o on o.id = f.incident_id and o.attribution = 'code')::int as fixes,
      (select count(*) from opened as o where o.attribution = 'code')::int as code_incidents,
      (select count(*) from public.trader_error_history as h where h.incident_id is null)::int as orphans,
      (select count(*) from public.systemic_faults)::int as systemic_faults`;
  if (!row) throw new Error("The database answered nothing");
  const { notifications, fixes, code_incidents, orphans, systemic_faults } = row;
  const counted = after.counted - before.counted;
  const incidents = after.incidents - before.incidents;
  return {
    drained: counted === accepted.events &&
      after.counted_by_incidents - before.counted_by_incidents === accepted.events &&
      incidents === accepted.new_faults && notifications === incidents && fixes === code_incidents &&
      orphans === 0,
    rows: after.rows - before.rows,
    counted,
    incidents,
    notifications,
    fixes,
    systemic_faults,
  };
}

/** Several checks as one. */
export function together(checks: readonly Drained[]): Drained {
  const sum = (of: (check: Drained) => number): number =>
    checks.reduce((total, check) => total + of(check), 0);
  return {
    drained: checks.every(({ drained }) => drained),
    rows: sum(({ rows }) => rows),
    counted: sum(({ counted }) => counted),
    incidents: sum(({ incidents }) => incidents),
    notifications: sum(({ notifications }) => notifications),
    fixes: sum(({ fixes }) => fixes),
    systemic_faults: Math.max(0, ...checks.map(({ systemic_faults }) => systemic_faults)),
  };
}
