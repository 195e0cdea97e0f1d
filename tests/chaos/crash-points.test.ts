// The functions' process is killed at every step of a deployment, before the step is taken and after it is taken but before that is known.
// Then time passes, the sweeper runs once, and the caller sends the same call again. CRASH_TABLE=1 prints what was there after each.
import assert from "node:assert/strict";
import { accept, accepted } from "../support/decisions.ts";
import { errorEvent } from "../support/traders.ts";
import { crashAt, letTimePass, settled, type State, stateOf } from "./crash.ts";
import type { Moment } from "./moment.ts";
import { makeRepairs, type Repair } from "./repairs.ts";
import { startWorld, type World } from "./world.ts";

interface Flow {
  name: string;
  /** The database function that decides, in one transaction. */
  decides: string;
  /** What happened before it. */
  prepare: (repair: Repair) => Promise<unknown>;
  /** The call, the same whenever it is sent. */
  call: (repair: Repair) => Promise<Response>;
  /** What its answer says when it was carried out before. */
  repeated: Record<string, unknown>;
  before: Partial<State>;
  after: Partial<State>;
}

const STEPS = ["claim_deployment", "reload", "finish_deployment"];
const ACCEPTED = {
  fix: "accepted",
  incident: "resolved",
  versions: 3,
  deployments: ["fix deployed"],
  saved: 3,
  executor: 3,
  told: ["fix_deployed"],
  audit: ["fix_accepted"],
};

const FLOWS: Flow[] = [
  {
    name: "an acceptance",
    decides: "accept_fix",
    prepare: () => Promise.resolve(),
    call: ({ user, fix }) => accept(world.project, user, fix),
    repeated: { already_accepted: true },
    before: {
      fix: "proposed",
      incident: "open",
      versions: 2,
      deployments: [],
      saved: 2,
      executor: 2,
      told: [],
      audit: [],
    },
    after: ACCEPTED,
  },
  {
    name: "a rollback",
    decides: "rollback_filter",
    prepare: ({ user, fix }) => accepted(world.project, user, fix),
    call: ({ user, trader, firstVersion }) =>
      world.project.call("rollback-filter", { trader_id: trader, version_id: firstVersion }, user.headers),
    repeated: { changed: false },
    before: ACCEPTED,
    after: {
      ...ACCEPTED,
      versions: 4,
      deployments: ["fix rolled_back", "rollback deployed"],
      saved: 4,
      executor: 4,
      told: ["fix_deployed", "fix_deployed"],
      audit: ["fix_accepted", "rolled_back"],
    },
  },
  {
    name: "an automatic return",
    decides: "record_errors",
    prepare: ({ user, fix }) => accepted(world.project, user, fix),
    call: ({ trader, fix }) => {
      const event = errorEvent(trader, "missingNilCheck", { event_id: fix.id, code_sha256: fix.code_sha256 });
      return world.project.callSigned("record-error", event, world.project.recordErrorSecret);
    },
    repeated: { accepted: 0, duplicates: 1 },
    before: ACCEPTED,
    after: {
      ...ACCEPTED,
      versions: 4,
      deployments: ["fix rolled_back", "return deployed"],
      saved: 4,
      executor: 4,
      told: ["fix_deployed", "fix_rolled_back"],
      audit: ["fix_accepted", "returned"],
    },
  },
];

const momentsOf = ({ decides }: Flow): Moment[] =>
  [decides, ...STEPS].flatMap((step): Moment[] => [`before ${step}`, `after ${step}`]);

const table: string[][] = [];
let world: World;
let repairs: Repair[];

Deno.test.beforeAll(async () => {
  world = await startWorld();
  const count = FLOWS.flatMap(momentsOf).length;
  repairs = await makeRepairs(world.project.stack.sql, {
    load: world.executor.load,
    users: [await world.project.createUser()],
    count,
    healthyBefore: () => 1,
  });
});
Deno.test.afterAll(async () => {
  await world[Symbol.asyncDispose]();
  if (Deno.env.get("CRASH_TABLE") === undefined) return;
  for (const row of table) console.log(`| ${row.join(" | ")} |`);
});

for (const flow of FLOWS) {
  for (const moment of momentsOf(flow)) {
    const isDecided = moment !== `before ${flow.decides}`;
    const outcome = isDecided
      ? "is carried out once by the next sweep"
      : "changes nothing until it is sent again";

    Deno.test(`${flow.name} whose functions die ${moment} ${outcome}`, async () => {
      const repair = repairs.pop();
      assert.ok(repair);
      await flow.prepare(repair);
      await crashAt(world, moment, async () => void await (await flow.call(repair)).body?.cancel());
      const crashed = await stateOf(world, repair);
      await letTimePass(world, repair.trader);
      await world.project.stack.sql`select private.sweep()`;
      const swept = await settled(world, repair);
      check(swept, isDecided ? flow.after : flow.before);

      const again = await flow.call(repair);
      assert.ok(again.ok);
      const body = await again.json();
      const retried = await settled(world, repair);
      check(retried, flow.after);
      if (body.deployment !== undefined) assert.equal(body.deployment.version, retried.saved);
      if (isDecided) {
        assert.equal(retried.reloads, swept.reloads);
        assert.deepEqual({ ...body, ...flow.repeated }, body);
      }
      table.push([flow.name, moment, inWords(crashed), inWords(swept), inWords(retried)]);
    });
  }
}

function check(state: State, expected: Partial<State>): void {
  assert.deepEqual({ ...state, ...expected }, state);
}

function inWords({ deployments, saved, executor, reloads }: State): string {
  const made = deployments.at(-1) ?? "no deployment";
  return `${made}; saved v${saved}, runs v${executor}, ${reloads} reloads`;
}
