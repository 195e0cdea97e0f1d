// One crash of the functions, at one moment; and what the database and the executor hold of a trader after it.
import { eventually } from "../support/eventually.ts";
import type { Moment } from "./moment.ts";
import type { Repair } from "./repairs.ts";
import type { World } from "./world.ts";

const LIMIT_MS = 20_000;

/** Kills the functions' process the first time that this moment comes while `act` and what it sets off are under way. */
export async function crashAt(world: World, moment: Moment, act: () => Promise<unknown>): Promise<void> {
  const crashed = Promise.withResolvers<void>();
  let isOver = false;
  world.onMoment = async (reached) => {
    if (isOver || reached !== moment) return false;
    isOver = true;
    await world.project.stack.functions.kill();
    crashed.resolve();
    return true;
  };
  const limit = setTimeout(() => crashed.reject(new Error(`Nothing came to "${moment}"`)), LIMIT_MS);
  try {
    await Promise.all([act(), crashed.promise]);
  } finally {
    clearTimeout(limit);
    world.onMoment = (): Promise<boolean> => Promise.resolve(false);
  }
}

/** As after an hour: leases are over, and what waits is due. */
export async function letTimePass({ project: { stack: { sql } } }: World, trader: string): Promise<void> {
  await sql`update public.deployments
    set created_at = created_at - interval '1 hour', next_attempt_at = next_attempt_at - interval '1 hour',
      lease_until = lease_until - interval '1 hour'
    where trader_id = ${trader} and status = 'pending'`;
}

export interface State {
  fix: string;
  incident: string;
  versions: number;
  /** The deployments, the oldest first: `fix deployed`, `return pending`. */
  deployments: string[];
  /** Which version's code the database has, and which one's the executor; 0 for code of no version. */
  saved: number;
  executor: number;
  reloads: number;
  /** What its owner was told of deployments, in turn. */
  told: string[];
  /** Who did what about deployments, in turn. */
  audit: string[];
}

export async function stateOf(world: World, { trader, fix, incident }: Repair): Promise<State> {
  const { sql } = world.project.stack;
  const [row] = await sql<(Omit<State, "executor" | "reloads"> & { hashes: string[] })[]>`select
    (select status from public.proposed_fixes where id = ${fix.id}) as fix,
    (select status from public.trader_incidents where id = ${incident}) as incident,
    (select count(*)::integer from public.filter_versions where trader_id = ${trader}) as versions,
    (select coalesce(array_agg(
        case when d.is_automatic then 'return' when d.fix_id is not null then 'fix' else 'rollback' end || ' ' || d.status
        order by v.version, d.created_at), '{}')
      from public.deployments as d join public.filter_versions as v on v.id = d.version_id where d.trader_id = ${trader}
    ) as deployments,
    (select version from public.filter_versions where trader_id = ${trader} and is_running) as saved,
    (select array_agg(code_sha256 order by version) from public.filter_versions where trader_id = ${trader}) as hashes,
    (select coalesce(array_agg(kind order by created_at, id), '{}') from public.notifications
      where trader_id = ${trader} and kind not in ('incident_detected', 'fix_proposed')) as told,
    (select coalesce(array_agg(action order by id), '{}') from public.audit_log
      where trader_id = ${trader} and action in ('fix_accepted', 'rolled_back', 'returned', 'deployed_again')) as audit`;
  if (row === undefined) throw new Error("A query without a table gives one row");
  const { hashes, ...state } = row;
  // Looked at after the database, which hears of a reload later than the executor has made it.
  const executor = 1 + hashes.lastIndexOf(world.executor.running(trader) ?? "");
  return { ...state, executor, reloads: world.executor.reloads.get(trader) ?? 0 };
}

/** The state once no deployment of the trader is pending. */
export async function settled(world: World, repair: Repair): Promise<State> {
  return await eventually("the end of every deployment", async () => {
    const state = await stateOf(world, repair);
    return state.deployments.some((one) => one.endsWith("pending")) ? undefined : state;
  });
}
