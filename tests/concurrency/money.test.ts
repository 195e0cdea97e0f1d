import assert from "node:assert/strict";
import {
  type Arena,
  claimAll,
  createFixes,
  createUser,
  type Fix,
  startArena,
  times,
  withSettings,
} from "./support.ts";

const CALLERS = 50;

let arena: Arena;

Deno.test.beforeAll(async () => {
  arena = await startArena(CALLERS);
  await arena
    .owner`update private.settings set trader_attempts_per_day = 1000, trader_daily_cost_cap_usd = 1000`;
});
Deno.test.afterAll(async () => await arena[Symbol.asyncDispose]());

/** Fixes of a new user, all of them being generated. */
async function generating(count: number, cap?: number): Promise<Fix[]> {
  const user = await createUser(arena);
  if (cap !== undefined) {
    await arena
      .owner`insert into public.recovery_preferences (user_id, daily_cost_cap_usd) values (${user}, ${cap})`;
  }
  const fixes = await createFixes(arena, user, 5, count);
  assert.equal(fixes.length, count);
  assert((await claimAll(arena, fixes)).every((attempt) => attempt === 1));
  return fixes;
}

async function reserve({ id }: Fix, call = 1, usd = 1): Promise<{ granted: boolean; code: string }> {
  const [row] = await arena
    .service`select public.reserve_llm_call(${id}, 1, ${call}, 'model', ${usd}) as answer`;
  return row?.answer;
}

async function settle({ id }: Fix, usd: number, call = 1): Promise<boolean> {
  const [row] = await arena
    .service`select public.settle_llm_call(${id}, 1, ${call}, ${usd}, 100, 10) as settled`;
  return row?.settled;
}

async function reserveAll(fixes: Fix[]): Promise<Fix[]> {
  const answers = await Promise.all(fixes.map((fix) => reserve(fix)));
  const refusals = ["budget_reserved", "daily_cost_cap"];
  assert(answers.every(({ granted, code }) => granted ? code === "reserved" : refusals.includes(code)));
  return fixes.filter((_, index) => answers[index]?.granted);
}

async function spendOf(fixes: Fix[]): Promise<Record<string, unknown>> {
  const [row] = await arena.owner`select spent_usd::float8 as spent, reserved_usd::float8 as reserved, calls
    from public.daily_spend where user_id = ${fixes[0]?.userId ?? ""}`;
  return { ...row };
}

async function ledgerOf(fixes: Fix[]): Promise<Record<string, unknown>> {
  const [row] = await arena.owner`select
      coalesce(sum(settled_usd), 0)::float8 as spent,
      coalesce(sum(reserved_usd) filter (where status = 'reserved'), 0)::float8 as reserved,
      count(*)::integer as calls
    from public.llm_usage where user_id = ${fixes[0]?.userId ?? ""}`;
  return { ...row };
}

Deno.test("fifty calls of a dollar under a cap of ten are granted ten times", async () => {
  const fixes = await generating(CALLERS);
  assert.equal((await reserveAll(fixes)).length, 10);
  assert.deepEqual(await spendOf(fixes), { spent: 0, reserved: 10, calls: 10 });
  assert.deepEqual(await ledgerOf(fixes), await spendOf(fixes));
});

Deno.test("calls that are settled twice in parallel are settled once, and the day equals the ledger", async () => {
  const fixes = await generating(20);
  const granted = await reserveAll(fixes);
  const answers = await Promise.all([...granted, ...granted].map((fix) => settle(fix, 0.25)));
  assert.equal(answers.filter((settled) => settled).length, 10);
  assert.deepEqual(await spendOf(fixes), { spent: 2.5, reserved: 0, calls: 10 });
  assert.deepEqual(await ledgerOf(fixes), await spendOf(fixes));
  const [cost] = await arena.owner`select sum(cost_usd)::float8 as usd, sum(tokens)::integer as tokens
    from public.proposed_fixes where user_id = ${fixes[0]?.userId ?? ""}`;
  assert.deepEqual({ ...cost }, { usd: 2.5, tokens: 1100 });
});

Deno.test("what is settled below its reservation makes room for other calls, never above the cap", async () => {
  const fixes = await generating(CALLERS);
  const granted = await reserveAll(fixes);
  const others = fixes.filter((fix) => !granted.includes(fix));
  const [, answers] = await Promise.all([
    Promise.all(granted.map((fix) => settle(fix, 0.5))),
    Promise.all(others.map((fix) => reserve(fix))),
  ]);
  const more = answers.filter(({ granted }) => granted).length;
  assert(more <= 5);
  assert.deepEqual(await spendOf(fixes), { spent: 5, reserved: more, calls: 10 + more });
});

Deno.test("a cap that the user has lowered holds for parallel calls", async () => {
  const fixes = await generating(20, 3);
  assert.equal((await reserveAll(fixes)).length, 3);
  await arena.owner`update public.recovery_preferences set daily_cost_cap_usd = 5 where user_id = ${
    fixes[0]?.userId ?? ""
  }`;
  assert.equal(
    (await Promise.all(fixes.map((fix) => reserve(fix, 2)))).filter(({ granted }) => granted).length,
    2,
  );
});

Deno.test("one call that is reserved fifty times is reserved once", async () => {
  const fixes = await generating(1);
  const [fix] = fixes;
  assert(fix);
  const answers = await times(CALLERS, () => reserve(fix));
  assert(answers.every(({ granted }) => granted));
  assert.equal(answers.filter(({ code }) => code === "reserved").length, 1);
  assert.deepEqual(await spendOf(fixes), { spent: 0, reserved: 1, calls: 1 });
});

Deno.test("settling a call while others of the same fix are reserved never deadlocks", async () => {
  const fixes = await generating(4, 50);
  for (let call = 1; call <= 10; call++) {
    await Promise.all(fixes.flatMap((fix) => [
      reserve(fix, call, 0.1),
      ...(call > 1 ? [settle(fix, 0.05, call - 1)] : []),
    ]));
  }
  assert.deepEqual(await ledgerOf(fixes), await spendOf(fixes));
});

Deno.test("the sweeper presumes what nobody settled while calls are reserved and settled", async () => {
  const fixes = await generating(10, 50);
  await reserveAll(fixes);
  await withSettings(arena, { fix_lease: "1 microsecond" }, async () => {
    await Promise.all([
      ...fixes.map((fix) => settle(fix, 0.5)),
      arena.owner`select private.sweep()`,
      ...fixes.map((fix) => reserve(fix, 2)),
      arena.owner`select private.sweep()`,
    ]);
    await arena.owner`select private.sweep()`;
  });
  assert.deepEqual(await ledgerOf(fixes), await spendOf(fixes));
  assert.equal((await ledgerOf(fixes)).reserved, 0);
});

Deno.test("closing the lost calls of several traders while others of theirs are reserved never deadlocks", async () => {
  for (let round = 0; round < 5; round++) {
    const fixes = await generating(20);
    await reserveAll(fixes.slice(0, 10));
    await withSettings(arena, { fix_lease: "1 microsecond" }, async () => {
      await Promise.all([
        ...Array.from({ length: 10 }, () => arena.owner`select private.presume_lost_calls('1 microsecond')`),
        ...fixes.slice(10).map((fix) => reserve(fix, 1, 0.1)),
      ]);
    });
    assert.deepEqual(await ledgerOf(fixes), await spendOf(fixes));
  }
});

Deno.test("the sweeper survives an open call of a user who is gone, and charges nobody else for it", async () => {
  const platform = await createFixes(arena, await createUser(arena), 1, 1);
  await arena.owner`update public.traders set user_id = null where id = ${platform[0]?.traderId ?? ""}`;
  await claimAll(arena, platform);
  const [built_in] = platform;
  assert(built_in);
  await reserve(built_in, 1, 0.5);
  await settle(built_in, 0.5);

  const fixes = await generating(1);
  await reserveAll(fixes);
  await arena.owner`delete from auth.users where id = ${fixes[0]?.userId ?? ""}`;
  await withSettings(arena, { fix_lease: "1 microsecond" }, async () => {
    await arena.owner`select private.sweep()`;
  });
  const [row] = await arena.owner`select spent_usd::float8 as spent, reserved_usd::float8 as reserved
    from public.daily_spend where user_id is null`;
  assert.deepEqual({ ...row }, { spent: 0.5, reserved: 0 });
});
