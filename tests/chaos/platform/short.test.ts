// Half a minute of the same faults each time, under load; `npm run chaos` is the long run.
import assert from "node:assert/strict";
import { runChaos } from "./run.ts";

// Postgres is killed in it, and the functions are.
const SEED = 35;

Deno.test("half a minute of faults under load breaks nothing", async () => {
  const { violations, faults, events, rounds } = await runChaos({
    seed: SEED,
    minutes: 0.4,
    size: { users: 3, tradersOfEach: 4 },
  });
  assert.deepEqual(violations, []);
  assert.equal(rounds, 1);
  assert.ok(Object.keys(faults).length > 2, JSON.stringify(faults));
  assert.ok(events.acknowledged > 0);
});
