// Random runs: each accepts one fix while the executor misbehaves and everything else happens that may.
import { accept } from "../support/decisions.ts";
import { eventually } from "../support/eventually.ts";
import { Random } from "../support/random.ts";
import { type Act, actsOf, persist, type Run } from "./acts.ts";
import { reactionOf } from "./reactions.ts";
import type { Repair } from "./repairs.ts";
import type { World } from "./world.ts";

const AT_ONCE = 6;
/** Of each step that the functions take. */
const KILL_CHANCE = 1 / 250;
const ROUNDS = 10;
const ROUND_LIMIT_MS = 60_000;

export interface Played {
  /** What the calls that accept were answered, by fix: a version's id, or the code of the refusal. */
  answers: Map<string, string[]>;
  /** How often each thing happened. */
  counts: Map<string, number>;
}

/** Plays a run of each fix, several at a time, and then lets time pass until no deployment waits any more. */
export async function playAll(world: World, repairs: readonly Repair[], seed: number): Promise<Played> {
  const played: Played = { answers: new Map(), counts: new Map() };
  const count = (what: string): void => void played.counts.set(what, 1 + (played.counts.get(what) ?? 0));
  killNowAndThen(world, new Random(seed), count);
  const waiting = repairs.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const repair of waiting) {
      const run: Run = { world, repair, random: new Random(seed + 1 + repair.place), count };
      played.answers.set(repair.fix.id, await play(run));
    }
  }));
  world.onMoment = (): Promise<boolean> => Promise.resolve(false);
  world.executor.scripts.clear();
  await settleAll(world, repairs.map(({ trader }) => trader));
  return played;
}

/**
 * Now and then something happens first; one to five tabs accept the fix, each up to three times, while other things happen; then more
 * happens. Returns what the tabs were answered.
 */
async function play(run: Run): Promise<string[]> {
  const { random, world, repair } = run;
  const answers: string[] = [];
  const acceptOnce: Act = async () => {
    const { status, body } = await persist(run, () => accept(world.project, repair.user, repair.fix));
    answers.push(status === 200 ? body.version_id : body.code);
  };
  const script = Array.from({ length: random.whole(0, 4) }, () => reactionOf(random, run.count));
  world.executor.scripts.set(repair.trader, script);
  const tabs = Array.from(
    { length: random.whole(1, 5) },
    () => Array.from({ length: random.whole(1, 3) }, () => acceptOnce),
  );
  const before = actsOf(random, random.chance(0.2) ? 1 : 0);
  const meanwhile = actsOf(random, random.whole(0, 2));
  const afterwards = actsOf(random, random.whole(0, 4));
  await oneByOne(before, run);
  await Promise.all([...tabs, meanwhile].map((acts) => oneByOne(acts, run)));
  await Promise.all([afterwards, random.chance(0.3) ? [acceptOnce] : []].map((acts) => oneByOne(acts, run)));
  return answers;
}

async function oneByOne(acts: readonly Act[], run: Run): Promise<void> {
  for (const act of acts) await act(run);
}

function killNowAndThen(world: World, random: Random, count: Run["count"]): void {
  let isDying = false;
  world.onMoment = async (moment) => {
    if (isDying || !random.chance(KILL_CHANCE)) return false;
    isDying = true;
    count(`killed ${moment}`);
    await world.project.stack.functions.kill();
    isDying = false;
    return true;
  };
}

async function settleAll({ project: { stack: { sql } } }: World, traders: string[]): Promise<void> {
  await sql`update private.settings set bells_per_sweep = 1000`;
  for (let round = 0; round < ROUNDS; round++) {
    const due = await sql`update public.deployments
      set lease_until = lease_until - interval '1 hour', next_attempt_at = next_attempt_at - interval '1 hour'
      where trader_id = any (${traders}) and status = 'pending' returning id`;
    const ids = due.map(({ id }) => id);
    if (due.length === 0) return;
    await sql`select private.sweep()`;
    await eventually("an attempt of each pending deployment", async () => {
      const [left] = await sql`select from public.deployments
        where id = any (${ids}) and status = 'pending' and (lease_until is not null or next_attempt_at <= now())
        limit 1`;
      return left === undefined ? true : undefined;
    }, ROUND_LIMIT_MS);
  }
  throw new Error(`Deployments are pending after ${ROUNDS} attempts that nothing stood in the way of`);
}
