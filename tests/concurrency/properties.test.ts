// Random sequences of everything that may happen, after each of which the invariants hold. A failure names its seed:
// SEED=<seed> repeats it.
import { brokenInvariants } from "./invariants.ts";
import { type Arena, startArena, times } from "./support.ts";
import { createWorld, step } from "./world.ts";

const STEPS = 60;
const ACTORS = 4;
const given = Deno.env.get("SEED");
const base = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
const seedsOf = (first: number, count: number): number[] =>
  given === undefined ? Array.from({ length: count }, (_, index) => first + index) : [base];

let arena: Arena;

Deno.test.beforeAll(async () => {
  arena = await startArena(ACTORS + 2);
  // So small that a short sequence meets every bound.
  await arena
    .owner`update private.settings set storm_rows_per_minute = 3, escalation_floor = 5, systemic_traders = 6,
    trader_attempts_per_day = 6, retry_delays = '{0 s}', fix_lease = '1 minute', daily_cost_cap_usd = 8`;
});
Deno.test.afterAll(async () => await arena[Symbol.asyncDispose]());

async function run(seed: number, actors: number): Promise<void> {
  const world = await createWorld(arena, seed);
  try {
    await times(actors, async () => {
      for (let count = 0; count < STEPS / actors; count++) await step(world);
    });
    const broken = await brokenInvariants(world);
    if (broken.length > 0) throw new Error(broken.join("\n"));
  } catch (error) {
    throw new Error(`Repeat with SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

for (const seed of seedsOf(base, 12)) {
  Deno.test(`a sequence of ${STEPS} steps keeps every invariant, ${seed - base + 1}`, () => run(seed, 1));
}

for (const seed of seedsOf(base + 12, 8)) {
  Deno.test(`${STEPS} steps of ${ACTORS} actors at once keep every invariant, ${seed - base - 11}`, () =>
    run(seed, ACTORS));
}
