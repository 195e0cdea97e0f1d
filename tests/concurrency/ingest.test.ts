import assert from "node:assert/strict";
import {
  type Arena,
  createTraders,
  createUser,
  type ErrorEvent,
  errorEvent,
  fault,
  record,
  startArena,
  sum,
  times,
  withSettings,
} from "./support.ts";

let arena: Arena;

Deno.test.beforeAll(async () => {
  arena = await startArena(30);
});
Deno.test.afterAll(async () => await arena[Symbol.asyncDispose]());

async function countsOf(traderIds: string[]): Promise<Record<string, number>> {
  const [row] = await arena.owner`select
      (select coalesce(sum(occurrences), 0)::integer from public.trader_incidents where trader_id = any (${traderIds})) as incidents,
      (select coalesce(sum(occurrences), 0)::integer from public.trader_error_history where trader_id = any (${traderIds})) as history,
      (select coalesce(sum(occurrences), 0)::integer from public.incident_hours where trader_id = any (${traderIds})) as hours,
      (select coalesce(sum(error_count), 0)::integer from public.traders where id = any (${traderIds})) as traders`;
  return { ...row };
}

const exactly = (count: number): Record<string, number> => ({
  incidents: count,
  history: count,
  hours: count,
  traders: count,
});

async function insertDirectly(events: ErrorEvent[]): Promise<number> {
  const rows = events.map(({ event_id, trader_id, error_message }) => ({
    event_id,
    trader_id,
    error_message,
  }));
  await arena.service`insert into public.trader_error_history ${arena.service(rows)}`;
  return events.length;
}

Deno.test("batches over the same traders in opposite and random order never deadlock and count exactly", async () => {
  const user = await createUser(arena);
  const traderIds = await createTraders(arena, user, 20);
  const message = fault();
  const shuffled = (): string[] =>
    traderIds.map((id) => ({ id, place: Math.random() })).sort((a, b) => a.place - b.place).map(({ id }) =>
      id
    );
  const orders = [traderIds, traderIds.toReversed(), shuffled(), shuffled()];
  const batch = (index: number): ErrorEvent[] =>
    (orders[index % orders.length] ?? []).map((id) => errorEvent(id, message));

  const first = await record(arena, batch(0));
  const incidents = await arena
    .owner`select id from public.trader_incidents where trader_id = any (${traderIds})`;
  const writers = times(
    24,
    (index) =>
      index % 3 === 0
        ? insertDirectly(batch(index))
        : record(arena, batch(index)).then(({ accepted }) => accepted),
  );
  const sweeps = times(6, () => arena.owner`select private.sweep()`);
  const statuses = incidents.flatMap(({ id }) =>
    ["ignored", "open"].map((status) =>
      arena.service`select public.set_incident_status(${id}, ${user}, ${status})`
    )
  );
  const recorded = first.accepted + sum(await writers);
  await Promise.all([sweeps, ...statuses]);
  assert.equal(recorded, 25 * 20);
  assert.deepEqual(await countsOf(traderIds), exactly(recorded));
});

Deno.test("batches with an event that cannot be stored never deadlock, also with new faults in opposite order", async () => {
  await arena.owner`alter table public.trader_error_history
    add constraint for_this_test check (symbol is distinct from 'REFUSED')`;
  const user = await createUser(arena);
  const [first = "", second = ""] = await createTraders(arena, user, 2);
  await withSettings(arena, { max_live_incidents: 1_000 }, async () => {
    for (let round = 0; round < 4; round++) {
      const messages = Array.from({ length: 20 }, () => fault());
      const batch = (traderId: string, order: string[]): ErrorEvent[] => [
        ...order.map((message) => errorEvent(traderId, message)),
        { ...errorEvent(traderId, fault()), context: { symbol: "REFUSED" } },
      ];
      const answers = await Promise.all([
        record(arena, batch(first, messages)),
        record(arena, batch(second, messages.toReversed())),
        record(arena, batch(second, messages).slice(0, 20)),
      ]);
      assert.deepEqual(answers.map(({ accepted }) => accepted), [20, 20, 20]);
    }
  });
  await arena.owner`alter table public.trader_error_history drop constraint for_this_test`;
  assert.deepEqual(await countsOf([first, second]), exactly(240));
});

Deno.test("fixes that are accepted while their traders fail are deployed, and every error is counted", async () => {
  const user = await createUser(arena);
  const traderIds = await createTraders(arena, user, 8);
  const message = fault();
  const batch = (ids: string[]): ErrorEvent[] => ids.map((id) => errorEvent(id, message));
  await record(arena, batch(traderIds));
  await arena.owner`update public.proposed_fixes
    set status = 'generating', attempt = 1, lease_until = now() + interval '1 minute' where trader_id = any (${traderIds})`;
  const fixes = await arena.owner`update public.proposed_fixes
    set status = 'proposed', lease_until = null, origin = 'rules', code = 'return true', validated = true, validation = '{}'
    where trader_id = any (${traderIds}) returning id, code_sha256`;
  assert.equal(fixes.length, 8);
  await Promise.all([
    ...fixes.map(({ id, code_sha256 }) =>
      arena.service`select public.accept_fix(${id}, ${user}, ${code_sha256})`
    ),
    times(12, (index) => record(arena, batch(index % 2 === 0 ? traderIds : traderIds.toReversed()))),
    arena.owner`select private.sweep()`,
  ]);
  const { incidents, history, hours } = await countsOf(traderIds);
  // What arrives before the new code is live is of the code before it.
  const [{ stale } = {}] = await arena.owner`select coalesce(sum(stale_occurrences), 0)::integer as stale
    from public.trader_incidents where trader_id = any (${traderIds})`;
  assert.deepEqual([history, incidents + stale, hours], [13 * 8, 13 * 8, incidents]);
  const deployments = await arena.owner`select from public.deployments where trader_id = any (${traderIds})`;
  assert.equal(deployments.length, 8);
});

Deno.test("a batch that is delivered five times at once counts once", async () => {
  const traderIds = await createTraders(arena, await createUser(arena), 5);
  const events = Array.from(
    { length: 100 },
    (_, index) => errorEvent(traderIds[index % 5] ?? "", "divide by zero"),
  );
  const answers = await times(5, () => record(arena, events));
  assert.equal(sum(answers.map(({ accepted }) => accepted)), 100);
  assert.equal(sum(answers.map(({ duplicates }) => duplicates)), 400);
  assert.deepEqual(await countsOf(traderIds), exactly(100));
});

Deno.test("ten thousand identical errors in parallel batches add at most 200 rows and count exactly", async () => {
  const traderIds = await createTraders(arena, await createUser(arena), 1);
  const message = fault();
  await times(
    20,
    () => record(arena, Array.from({ length: 500 }, () => errorEvent(traderIds[0] ?? "", message))),
  );
  assert.deepEqual(await countsOf(traderIds), exactly(10_000));
  const rows = await arena
    .owner`select from public.trader_error_history where trader_id = any (${traderIds})`;
  assert(rows.length <= 200, `${rows.length} rows`);
  const told = await arena.owner`select from public.notifications where trader_id = any (${traderIds})`;
  assert.equal(told.length, 1);
});

Deno.test("ten traders of two owners that begin to fail alike are one systemic fault until an operator ends it", async () => {
  const operators = [await createUser(arena, "admin"), await createUser(arena, "admin")];
  const traderIds = [
    ...await createTraders(arena, await createUser(arena), 5),
    ...await createTraders(arena, await createUser(arena), 5),
  ];
  const message = fault();
  await withSettings(arena, { systemic_traders: 10, systemic_owners: 2 }, async () => {
    await Promise.all(traderIds.map((id) => record(arena, [errorEvent(id, message)])));
  });
  const faults = await arena.owner`select distinct s.id, s.status from public.systemic_faults as s
    join public.trader_incidents as i on i.systemic_fault_id = s.id where i.trader_id = any (${traderIds})`;
  assert.deepEqual(faults.map(({ status }) => status), ["open"]);
  const statusOf = async (): Promise<string[]> => {
    await arena.owner`select private.sweep()`;
    const rows = await arena
      .owner`select distinct concat_ws(' ', status, reason) as state, count(*)::integer as fixes
      from public.proposed_fixes where trader_id = any (${traderIds}) group by 1`;
    return rows.map(({ state, fixes }) => `${fixes} ${state}`);
  };
  assert.deepEqual(await statusOf(), ["10 held systemic_fault"]);
  const told = await arena.owner`select user_id from public.notifications
    where kind = 'systemic_fault' and link = ${`/operations/faults/${faults[0]?.id}`}`;
  assert.deepEqual(told.map(({ user_id }) => user_id).sort(), operators.sort());

  await times(
    5,
    () => arena.service`select public.resolve_systemic_fault(${faults[0]?.id}, ${operators[0] ?? ""})`,
  );
  assert.deepEqual(await statusOf(), ["10 queued"]);
});
