import assert from "node:assert/strict";
import {
  type Arena,
  claim,
  claimAll,
  createFixes,
  createUser,
  type Fix,
  startArena,
  times,
  withSettings,
} from "./support.ts";

const CALLERS = 50;
const PROPOSAL = {
  status: "proposed",
  origin: "rules",
  code: "return true",
  series_code: "",
  validated: true,
  validation: {},
};

let arena: Arena;
let user: string;

Deno.test.beforeAll(async () => {
  arena = await startArena(CALLERS);
  user = await createUser(arena);
});
Deno.test.afterAll(async () => await arena[Symbol.asyncDispose]());

async function createFix(): Promise<Fix> {
  const [fix] = await createFixes(arena, user, 1, 1);
  assert(fix);
  return fix;
}

const granted = <T>(answers: (T | null | undefined)[]): T[] =>
  answers.filter((answer): answer is T => answer !== null && answer !== undefined);

async function expire(table: "proposed_fixes" | "deployments", id: string): Promise<void> {
  await arena.owner`update ${arena.owner(`public.${table}`)} set lease_until = now() - interval '1 second'
    where id = ${id}`;
}

async function createDeployment(): Promise<string> {
  const { traderId } = await createFix();
  const [row] = await arena.owner`insert into public.deployments (trader_id, user_id, version_id)
    select trader_id, user_id, id from public.filter_versions where trader_id = ${traderId} and is_running
    returning id`;
  return row?.id;
}

async function notificationOf({ incidentId }: Fix): Promise<string> {
  const [row] = await arena.owner`select id from public.notifications where incident_id = ${incidentId}`;
  return row?.id;
}

Deno.test("a due fix is claimed by exactly one of fifty callers, as attempt 1", async () => {
  const fix = await createFix();
  assert.deepEqual(granted(await times(CALLERS, () => claim(arena, fix))), [1]);
});

Deno.test("a due notification is claimed by exactly one of fifty callers, as attempt 1", async () => {
  const id = await notificationOf(await createFix());
  const answers = await times(CALLERS, async () => {
    const [row] = await arena.service`select public.claim_notification(${id}) as claim`;
    return row?.claim?.attempt;
  });
  assert.deepEqual(granted(answers), [1]);
});

Deno.test("a due deployment is claimed by exactly one of fifty callers, as attempt 1", async () => {
  const id = await createDeployment();
  const answers = await times(CALLERS, async () => {
    const [row] = await arena.service`select public.claim_deployment(${id}) as claim`;
    return row?.claim?.attempts;
  });
  assert.deepEqual(granted(answers), [1]);
});

Deno.test("a fix whose lease ran out is taken by exactly one of fifty callers", async () => {
  const fix = await createFix();
  assert.equal(await claim(arena, fix), 1);
  await expire("proposed_fixes", fix.id);
  assert.deepEqual(granted(await times(CALLERS, () => claim(arena, fix))), [2]);
});

Deno.test("a deployment whose lease ran out is taken by exactly one of fifty callers", async () => {
  const id = await createDeployment();
  await arena.service`select public.claim_deployment(${id})`;
  await expire("deployments", id);
  const answers = await times(CALLERS, async () => {
    const [row] = await arena.service`select public.claim_deployment(${id}) as claim`;
    return row?.claim?.attempts;
  });
  assert.deepEqual(granted(answers), [2]);
});

Deno.test("the holder of a lost lease can neither extend, fail nor finish the fix", async () => {
  const fix = await createFix();
  assert.equal(await claim(arena, fix), 1);
  await expire("proposed_fixes", fix.id);
  assert.equal(await claim(arena, fix), 2);
  const [row] = await arena.service`select
    public.extend_fix(${fix.id}, 1) as extended,
    public.fail_fix(${fix.id}, 1, '{"reason": "late", "reason_detail": "Late."}') as failed,
    public.finish_fix(${fix.id}, 1, ${arena.service.json(PROPOSAL)}) as finished`;
  assert.deepEqual({ ...row }, { extended: null, failed: false, finished: false });
  const [after] = await arena.owner`select status, attempt from public.proposed_fixes where id = ${fix.id}`;
  assert.deepEqual({ ...after }, { status: "generating", attempt: 2 });
});

Deno.test("a lease that ran out cannot be extended even when nobody has taken the fix", async () => {
  const fix = await createFix();
  assert.equal(await claim(arena, fix), 1);
  await expire("proposed_fixes", fix.id);
  const [row] = await arena.service`select public.extend_fix(${fix.id}, 1) as extended`;
  assert.equal(row?.extended, null);
});

Deno.test("an attempt that finishes fifty times finishes once", async () => {
  const fix = await createFix();
  assert.equal(await claim(arena, fix), 1);
  const answers = await times(CALLERS, async () => {
    const [row] = await arena.service`select public.finish_fix(${fix.id}, 1, ${
      arena.service.json(PROPOSAL)
    }) as finished`;
    return row?.finished;
  });
  assert.equal(answers.filter((finished) => finished).length, 1);
  const told = await arena.owner`select from public.notifications
    where subject_id = ${fix.id} and kind = 'fix_proposed'`;
  assert.equal(told.length, 1);
});

Deno.test("a fix that fifty callers accept is deployed once", async () => {
  const fix = await createFix();
  assert.equal(await claim(arena, fix), 1);
  await arena.service`select public.finish_fix(${fix.id}, 1, ${arena.service.json(PROPOSAL)})`;
  const [{ code_sha256: hash } = {}] = await arena.owner`select code_sha256 from public.proposed_fixes
    where id = ${fix.id}`;
  const answers = await times(CALLERS, async () => {
    const [row] = await arena.service`select public.accept_fix(${fix.id}, ${user}, ${hash}) as deployment`;
    return row?.deployment;
  });
  assert.equal(answers.filter(({ already_accepted }) => !already_accepted).length, 1);
  assert.equal(new Set(answers.map(({ id }) => id)).size, 1);
});

Deno.test("a trader's attempts of a day are never exceeded by claims of its different fixes", async () => {
  await withSettings(arena, { trader_attempts_per_day: 12, max_live_incidents: CALLERS }, async () => {
    const fixes = await createFixes(arena, user, 1, CALLERS);
    assert.equal(fixes.length, CALLERS);
    assert.equal(granted(await claimAll(arena, fixes)).length, 12);
    const held = await arena.owner`select reason from public.proposed_fixes
      where trader_id = ${fixes[0]?.traderId ?? ""} and status = 'held'`;
    assert.equal(held.length, CALLERS - 12);
    assert(held.every(({ reason }) => reason === "trader_attempts_cap"));
    const [counted] = await arena.owner`select attempts from private.trader_attempts
      where trader_id = ${fixes[0]?.traderId ?? ""}`;
    assert.equal(counted?.attempts, 12);
  });
});

Deno.test("an incident's attempts are never exceeded, however many callers lose the lease", async () => {
  await withSettings(arena, { max_attempts: 3 }, async () => {
    const fix = await createFix();
    const attempts: (number | undefined)[] = [];
    for (let round = 0; round < 5; round++) {
      attempts.push(...await times(CALLERS, () => claim(arena, fix)));
      await arena.owner`update public.proposed_fixes set lease_until = now() - interval '1 second'
        where id = ${fix.id} and status = 'generating'`;
    }
    assert.deepEqual(granted(attempts), [1, 2, 3]);
    const [row] = await arena.owner`select status, reason from public.proposed_fixes where id = ${fix.id}`;
    assert.deepEqual({ ...row }, { status: "failed", reason: "attempts_exhausted" });
  });
});
