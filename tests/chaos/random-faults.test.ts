// Fixes that are accepted while the executor misbehaves, the functions die, leases end too early and owners do something else, at random.
// DEPLOYMENT_FAULT_RUNS sets how many and prints what happened; SEED repeats the choices, though not who is faster.
import assert from "node:assert/strict";
import { times } from "../concurrency/support.ts";
import { INVARIANTS, RETURNS } from "./invariants.ts";
import { playAll, type Played } from "./play.ts";
import { makeRepairs, type Repair } from "./repairs.ts";
import { startWorld, type World } from "./world.ts";

const asked = Deno.env.get("DEPLOYMENT_FAULT_RUNS");
const runs = Number(asked ?? 120);
const seed = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2 ** 31));
const USERS = 6;
/** What is answered where the code was changed before the fix was accepted. */
const REFUSALS = ["base_moved", "fix_not_proposed"];

let world: World;
let repairs: Repair[];
let played: Played;

Deno.test.beforeAll(async () => {
  world = await startWorld();
  repairs = await makeRepairs(world.project.stack.sql, {
    load: world.executor.load,
    users: await times(USERS, () => world.project.createUser()),
    count: runs,
    healthyBefore: (place) => place % 3,
  });
  const started = performance.now();
  played = await playAll(world, repairs, seed);
  if (asked !== undefined) await printFigures(performance.now() - started);
});
Deno.test.afterAll(async () => await world[Symbol.asyncDispose]());

const told = (broken: unknown): string => `Repeat with SEED=${seed}: ${JSON.stringify(broken)}`;

for (const { name, query } of [...INVARIANTS, RETURNS]) {
  Deno.test(`after random faults ${name}`, async () => {
    const broken = await world.project.stack.sql.unsafe(query, [repairs.map(({ trader }) => trader)]);
    assert.equal(broken.length, 0, told(broken[0]));
  });
}

Deno.test("after random faults the executor runs the code of every running version whose newest deployment is live", async () => {
  const live = await world.project.stack.sql<{ trader_id: string; code_sha256: string }[]>`
    select v.trader_id, v.code_sha256 from public.filter_versions as v
    where v.trader_id = any (${repairs.map(({ trader }) => trader)}) and v.is_running and (
      select d.status from public.deployments as d where d.version_id = v.id order by d.created_at desc limit 1
    ) in ('deployed', 'verified')`;
  assert.ok(live.length > 0);
  const wrong = live.filter(({ trader_id, code_sha256 }) =>
    world.executor.running(trader_id) !== code_sha256
  );
  assert.deepEqual(wrong, [], told(wrong[0]));
});

Deno.test("after random faults every call that accepted a fix was answered with its one version", async () => {
  const rows = await world.project.stack.sql<{ id: string; fix_id: string }[]>`
    select id, fix_id from public.filter_versions
    where trader_id = any (${repairs.map(({ trader }) => trader)}) and fix_id is not null`;
  const versions = new Map(rows.map(({ id, fix_id }) => [fix_id, id]));
  assert.ok(versions.size > 0);
  for (const [fix, answers] of played.answers) {
    const version = versions.get(fix);
    const isRight = (answer: string): boolean =>
      version === undefined ? REFUSALS.includes(answer) : answer === version;
    assert.ok(answers.every(isRight), told({ fix, version, answers }));
  }
});

Deno.test("random faults lead to no error but that the functions died", () => {
  const answered = [...played.counts.keys()].filter((what) => what.startsWith("answered "));
  const strange = answered.filter((what) => !/ (?:WORKER_ERROR|BOOT_ERROR|CUT_OFF)$/.test(what));
  assert.deepEqual(strange, [], told(strange));
});

Deno.test("random faults lead to no deadlock", async () => {
  const [row] = await world.project.stack.sql`select deadlocks::integer from pg_stat_database
    where datname = current_database()`;
  assert.equal(row?.["deadlocks"], 0, told(row));
});

async function printFigures(ms: number): Promise<void> {
  const ended = await world.project.stack.sql`
    select case when is_automatic then 'return' when fix_id is not null then 'fix' else 'rollback' end || ' ' || status
      || coalesce(' ' || reason, '') as what, count(*)::integer
    from public.deployments where trader_id = any (${
    repairs.map(({ trader }) => trader)
  }) group by 1 order by 1`;
  const reloads = [...world.executor.reloads.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${runs} runs in ${(ms / 1_000).toFixed(1)} s, seed ${seed}, ${reloads} reloads`);
  for (const { what, count } of ended) console.log(`${count} deployments: ${what}`);
  for (const [what, count] of [...played.counts].sort()) console.log(`${count} times: ${what}`);
  const answers = [...played.answers.values()].flat();
  const accepted = answers.filter((answer) => !REFUSALS.includes(answer));
  console.log(`${answers.length} calls that accept, ${accepted.length} of them accepted`);
}
