// Each test holds rows so that others meet in the order that would go wrong, then lets go.
import assert from "node:assert/strict";
import {
  type Arena,
  claim,
  createFixes,
  createTraders,
  createUser,
  errorEvent,
  fault,
  meet,
  record,
  startArena,
  withSettings,
} from "./support.ts";

let arena: Arena;

Deno.test.beforeAll(async () => {
  arena = await startArena(4);
});
Deno.test.afterAll(async () => await arena[Symbol.asyncDispose]());

Deno.test("a call is settled while the next one of its fix is reserved, without a deadlock", async () => {
  const user = await createUser(arena);
  const [fix] = await createFixes(arena, user, 1, 1);
  assert(fix);
  await claim(arena, fix);
  const reserve = (call: number): PromiseLike<unknown> =>
    arena.service`select public.reserve_llm_call(${fix.id}, 1, ${call}, 'model', 0.5)`;
  await reserve(1);
  const outcomes = await meet(
    arena,
    (sql) => sql`select from public.daily_spend where user_id = ${user} for update`,
    [
      () => arena.service`select public.settle_llm_call(${fix.id}, 1, 1, 0.25)`,
      () => reserve(2),
    ],
  );
  assert.deepEqual(outcomes, ["done", "done"]);
});

Deno.test("the sweeper waits for nobody who holds what is due", async () => {
  const user = await createUser(arena);
  const [exhausted, expired, held] = await createFixes(arena, user, 1, 3);
  assert(exhausted && expired && held);
  const { owner } = arena;
  await claim(arena, expired);
  await arena.service`select public.reserve_llm_call(${expired.id}, 1, 1, 'model', 0.5)`;
  await owner`update public.proposed_fixes set lease_until = now() - interval '1 s', attempt = 3 where id = ${expired.id}`;
  await owner`update public.proposed_fixes set attempt = 3 where id = ${exhausted.id}`;
  await owner`update public.proposed_fixes
    set status = 'held', reason = 'trader_attempts_cap', next_attempt_at = now() where id = ${held.id}`;
  await owner`insert into public.deployments (trader_id, user_id, version_id, attempts)
    select trader_id, user_id, id, 32 from public.filter_versions where trader_id = ${held.traderId}`;
  await withSettings(arena, { fix_lease: "1 microsecond" }, async () => {
    await owner.begin(async (sql) => {
      await sql`select from public.traders where id = ${held.traderId} for update`;
      await sql`select from public.trader_incidents where trader_id = ${held.traderId} for update`;
      await sql`select from public.proposed_fixes where trader_id = ${held.traderId} for update`;
      await sql`select from public.deployments where trader_id = ${held.traderId} for update`;
      await sql`select from public.notifications where user_id = ${user} for update`;
      await owner.begin(async (sweeper) => {
        await sweeper`set local lock_timeout = '3 s'`;
        await sweeper`select private.sweep()`;
      });
    });
    await owner`select private.sweep()`;
  });
  const [row] = await owner`select
    (select array_agg(distinct status order by status) from public.proposed_fixes where trader_id = ${held.traderId}) as fixes,
    (select array_agg(distinct status) from public.deployments where trader_id = ${held.traderId}) as deployments,
    (select array_agg(distinct status) from public.llm_usage where user_id = ${user}) as calls`;
  assert.deepEqual({ ...row }, {
    fixes: ["failed", "queued"],
    deployments: ["failed"],
    calls: ["presumed"],
  });
});

Deno.test("a fix that arrives while its owner switches automatic repair on is queued", async () => {
  const user = await createUser(arena);
  const [trader = ""] = await createTraders(arena, user, 1);
  await arena
    .owner`insert into public.recovery_preferences (user_id, auto_regenerate) values (${user}, false)`;
  const outcomes = await meet(
    arena,
    (sql) => sql`select public.record_errors(${sql.json([errorEvent(trader, fault())])})`,
    [() =>
      arena.owner`update public.recovery_preferences set auto_regenerate = true where user_id = ${user}`],
  );
  assert.deepEqual(outcomes, ["done"]);
  await arena.owner`select private.sweep()`;
  const fixes = await arena
    .owner`select status, reason from public.proposed_fixes where trader_id = ${trader}`;
  assert.deepEqual(fixes.map((fix) => ({ ...fix })), [{ status: "queued", reason: null }]);
});

Deno.test("a fix is finished while its trader is deleted, without a deadlock", async () => {
  const user = await createUser(arena);
  const [fix] = await createFixes(arena, user, 1, 1);
  const [other = ""] = await createTraders(arena, user, 1);
  assert(fix);
  await claim(arena, fix);
  const outcomes = await meet(
    arena,
    // The notification that finishing makes, so that it has to wait for this one.
    (sql) =>
      sql`insert into public.notifications (user_id, trader_id, kind, subject_id, title, body, link)
        values (${user}, ${other}, 'fix_failed', ${fix.id}, 'x', 'x', '/x')`,
    [
      () =>
        arena
          .service`select public.finish_fix(${fix.id}, 1, '{"status": "unfixable", "reason": "no_proof"}')`,
      () => arena.service`delete from public.traders where id = ${fix.traderId}`,
    ],
    (sql) => sql`delete from public.notifications where subject_id = ${fix.id}`,
  );
  assert.deepEqual(outcomes, ["done", "done"]);
});

Deno.test("a held fix goes on while its trader is deleted, without a deadlock", async () => {
  const user = await createUser(arena);
  const [fix] = await createFixes(arena, user, 1, 1);
  const [other = ""] = await createTraders(arena, user, 1);
  assert(fix);
  await arena.owner`update public.proposed_fixes
    set status = 'held', reason = 'trader_attempts_cap', next_attempt_at = now() where id = ${fix.id}`;
  const outcomes = await meet(
    arena,
    // The notification that going on makes, so that it has to wait for this one.
    (sql) =>
      sql`insert into public.notifications (user_id, trader_id, kind, subject_id, occasion, title, body, link)
        values (${user}, ${other}, 'fix_resumed', ${fix.id}, 'trader_attempts_cap ' || private.utc_day(), 'x', 'x', '/x')`,
    [
      () => arena.owner`select private.go_on()`,
      () => arena.service`delete from public.traders where id = ${fix.traderId}`,
    ],
    (sql) => sql`delete from public.notifications where subject_id = ${fix.id}`,
  );
  assert.deepEqual(outcomes, ["done", "done"]);
});

Deno.test("a user's data is not deleted while a fix of theirs is being claimed", async () => {
  const user = await createUser(arena);
  const [fix] = await createFixes(arena, user, 1, 1);
  assert(fix);
  const outcomes = await meet(arena, (sql) => sql`select public.claim_fix(${fix.id})`, [
    () => arena.service`select public.delete_user_data(${user})`,
  ]);
  assert.deepEqual(outcomes, ["TE409"]);
  assert.equal((await arena.owner`select from public.proposed_fixes where id = ${fix.id}`).length, 1);
});

Deno.test("errors are recorded and told while the table of messages is locked", async () => {
  const user = await createUser(arena);
  const traders = await createTraders(arena, user, 3);
  await arena.owner.begin(async (sql) => {
    await sql`lock table realtime.messages in access exclusive mode`;
    // Without a limit of its own this would wait for the lock, which is let go only afterwards.
    const { accepted } = await record(arena, traders.map((trader) => errorEvent(trader, fault())));
    assert.equal(accepted, 3);
  });
  const [row] = await arena
    .owner`select count(*)::integer as told from public.notifications where user_id = ${user}`;
  assert.equal(row?.["told"], 3);
});
