import assert from "node:assert/strict";
import { times } from "../concurrency/support.ts";
import { accept } from "../support/decisions.ts";
import { stateOf } from "./crash.ts";
import { makeRepairs } from "./repairs.ts";
import { startWorld } from "./world.ts";

const CALLERS = 50;

Deno.test("a fix that fifty calls accept at once becomes one version, one deployment and one reload", async () => {
  await using world = await startWorld();
  const [repair] = await makeRepairs(world.project.stack.sql, {
    load: world.executor.load,
    users: [await world.project.createUser()],
    count: 1,
    healthyBefore: () => 0,
  });
  assert.ok(repair);
  const answers = await times(CALLERS, async () => {
    const response = await accept(world.project, repair.user, repair.fix);
    return { status: response.status, ...await response.json() };
  });
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set(["accepted"]));
  assert.equal(new Set(answers.map(({ version_id }) => version_id)).size, 1);
  assert.equal(answers.filter(({ already_accepted }) => !already_accepted).length, 1);
  const { versions, deployments, reloads, executor } = await stateOf(world, repair);
  assert.deepEqual({ versions, deployments, reloads, executor }, {
    versions: 2,
    deployments: ["fix deployed"],
    reloads: 1,
    executor: 2,
  });
});
