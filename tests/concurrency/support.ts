// What the tests of concurrency share: a stack whose database is left to them, and rows to compete for.
import postgres from "postgres";
import { type Stack, startStack } from "../../local/stack.ts";
import { eventually } from "../support/eventually.ts";

export interface Arena extends AsyncDisposable {
  /** As service_role, on as many connections as a test has callers. */
  service: postgres.Sql;
  /** As postgres, who runs the sweeper. */
  owner: postgres.Sql;
  stack: Stack;
}

export interface Fix {
  id: string;
  traderId: string;
  incidentId: string;
  userId: string;
}

export interface ErrorEvent {
  event_id: string;
  trader_id: string;
  error_message: string;
  [field: string]: string | number | Record<string, string>;
}

/** A stack on which no bell rings and no cron sweeps, so that only the test acts; mails wait for nothing that belongs into them. */
export async function startArena(connections = 50): Promise<Arena> {
  const stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
  await stack.sql`delete from vault.secrets`;
  await stack.sql`select cron.unschedule(jobname) from cron.job`;
  await stack.sql`update private.settings set email_gather = '0'`;
  const service = postgres(stack.dbUrl, {
    max: connections,
    onnotice: () => {},
    connection: { role: "service_role" },
  });
  // A connection takes longer to open than most races last.
  await times(connections, () => service`select pg_sleep(0.05)`);
  return {
    stack,
    service,
    owner: stack.sql,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await service.end();
      await stack.stop();
    },
  };
}

/** Calls `act` this many times at once. */
export function times<T>(count: number, act: (index: number) => PromiseLike<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => act(index)));
}

export async function createUser({ owner }: Arena, role?: "admin"): Promise<string> {
  const id = crypto.randomUUID();
  await owner`insert into auth.users (id, email, raw_app_meta_data)
    values (${id}, ${`${id}@example.com`}, ${owner.json(role ? { role } : {})})`;
  return id;
}

export async function createTraders({ owner }: Arena, userId: string, count: number): Promise<string[]> {
  const rows = await owner`insert into public.traders (user_id, name, filter)
    select ${userId}::uuid, 'Trader ' || n, jsonb_build_object('code', 'return broken')
    from generate_series(1, ${count}::integer) as n
    returning id`;
  return rows.map(({ id }) => id);
}

/** A message of a fault of its own: what the normal form keeps of it differs. */
export function fault(id: string = crypto.randomUUID()): string {
  return `undefined: ${id.replace(/[0-9-]/g, (digit) => "ghijklmnop"[Number(digit)] ?? "q")}`;
}

export function errorEvent(
  traderId: string,
  message: string,
  more: Record<string, string | number> = {},
): ErrorEvent {
  return { event_id: crypto.randomUUID(), trader_id: traderId, error_message: message, ...more };
}

export async function record(
  { service }: Arena,
  events: ErrorEvent[],
): Promise<{ accepted: number; duplicates: number }> {
  const [row] = await service`select public.record_errors(${service.json(events)}) as answer`;
  return row?.answer;
}

/** Queued fixes: one per incident, the incidents spread over the traders of one user. */
export async function createFixes(
  arena: Arena,
  userId: string,
  traders: number,
  fixes: number,
): Promise<Fix[]> {
  const traderIds = await createTraders(arena, userId, traders);
  await record(
    arena,
    Array.from({ length: fixes }, (_, index) => errorEvent(traderIds[index % traders] ?? "", fault())),
  );
  const rows = await arena.owner`select id, trader_id, incident_id from public.proposed_fixes
    where trader_id = any (${traderIds}) order by id`;
  return rows.map(({ id, trader_id, incident_id }) => ({
    id,
    traderId: trader_id,
    incidentId: incident_id,
    userId,
  }));
}

export async function claim({ service }: Arena, { id }: Fix): Promise<number | undefined> {
  const [row] = await service`select public.claim_fix(${id}) as claim`;
  return row?.claim?.fix.attempt;
}

export async function claimAll(arena: Arena, fixes: Fix[]): Promise<(number | undefined)[]> {
  return await Promise.all(fixes.map((fix) => claim(arena, fix)));
}

/** Runs `act` under these settings and puts the former ones back. */
export async function withSettings(
  { owner }: Arena,
  settings: Record<string, string | number>,
  act: () => Promise<void>,
): Promise<void> {
  const names = Object.keys(settings);
  const [before] = await owner`select ${owner(names)} from private.settings`;
  await owner`update private.settings set ${owner(settings, names)}`;
  try {
    await act();
  } finally {
    await owner`update private.settings set ${owner(before ?? {}, names)}`;
  }
}

export const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Holds the rows of `hold`, starts the statements one after another, each once the one before waits, and lets go. */
export async function meet(
  { owner }: Arena,
  hold: (sql: postgres.TransactionSql) => PromiseLike<unknown>,
  statements: (() => PromiseLike<unknown>)[],
  letGo: (sql: postgres.TransactionSql) => PromiseLike<unknown> = (): Promise<void> => Promise.resolve(),
): Promise<string[]> {
  const outcomes: Promise<string>[] = [];
  await owner.begin(async (sql) => {
    await hold(sql);
    for (const statement of statements) {
      outcomes.push(Promise.resolve(statement()).then(() => "done", (error) => error.code ?? String(error)));
      await waiting(owner, outcomes.length, Promise.all(outcomes));
    }
    await letGo(sql);
  });
  return await Promise.all(outcomes);
}

/** Resolves when this many connections wait for a lock, or none ever will because all are through. */
async function waiting(owner: postgres.Sql, count: number, through: Promise<unknown>): Promise<void> {
  let over = false;
  void through.then(() => over = true);
  await eventually(`${count} connections wait for a lock`, async () => {
    const [row] = await owner`select count(*)::integer as waiting from pg_stat_activity
      where wait_event_type = 'Lock'`;
    return over || row?.waiting >= count ? true : undefined;
  });
}
