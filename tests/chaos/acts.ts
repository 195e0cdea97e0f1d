// What may happen to a trader while its fix is accepted, and after it.
import { z } from "zod";
import { fault } from "../concurrency/support.ts";
import { eventually } from "../support/eventually.ts";
import type { Random } from "../support/random.ts";
import { errorEvent } from "../support/traders.ts";
import type { Repair } from "./repairs.ts";
import type { World } from "./world.ts";

const ANSWER_LIMIT_MS = 60_000;
const A_MOMENT_MS = 1_000;

/** A run of one fix. */
export interface Run {
  world: World;
  repair: Repair;
  random: Random;
  /** Counts that something happened. */
  count: (what: string) => void;
}

export type Act = (run: Run) => Promise<void>;

/** This many acts, each of which is counted. */
export function actsOf(random: Random, number: number): Act[] {
  const total = ACTS.reduce((sum, [weight]) => sum + weight, 0);
  return Array.from({ length: number }, (): Act => {
    let at = random.number() * total;
    const [, name, act] = ACTS.find(([weight]) => (at -= weight) < 0) ?? SWEEP;
    return async (run) => {
      run.count(name);
      await act(run);
    };
  });
}

/** What the functions answer, as far as it is looked at. */
const answerSchema = z.object({
  code: z.string().default(""),
  message: z.string().default(""),
  version_id: z.string().default(""),
  accepted: z.number().default(0),
  duplicates: z.number().default(0),
});

/** Sends the same call until it is not the functions' death that answers. */
export async function persist(
  run: Run,
  call: () => Promise<Response>,
): Promise<{ status: number; body: z.infer<typeof answerSchema> }> {
  return await eventually("an answer", async () => {
    const response = await call();
    // The functions may die while they answer.
    const body = answerSchema.parse(await response.json().catch(() => ({ code: "CUT_OFF" })));
    if (response.status < 500 && body.code !== "CUT_OFF") return { status: response.status, body };
    run.count(`answered ${response.status} ${body.code}`);
    return undefined;
  }, ANSWER_LIMIT_MS);
}

const SWEEP: [weight: number, name: string, act: Act] = [3, "sweep", async ({ world }) => {
  await world.project.stack.sql`select private.sweep()`;
}];

const ACTS: [weight: number, name: string, act: Act][] = [
  SWEEP,
  [5, "report of the code that runs", async (run) => {
    await report(run, run.world.executor.runs(run.repair.trader).length - 1);
  }],
  [3, "report after report", async (run) => {
    for (let number = 0; number < 2; number++) {
      await report(run, run.world.executor.runs(run.repair.trader).length - 1);
      await ended(run);
    }
  }],
  [2, "late report", async (run) => {
    await report(run, run.random.whole(0, run.world.executor.runs(run.repair.trader).length - 1));
  }],
  [3, "leases and waits end", async ({ world: { project: { stack } }, repair }) => {
    await stack.sql`update public.deployments
      set lease_until = lease_until - interval '1 hour', next_attempt_at = next_attempt_at - interval '1 hour'
      where trader_id = ${repair.trader} and status = 'pending'`;
  }],
  [2, "five minutes pass", async ({ world: { project: { stack } }, repair }) => {
    await stack.sql`update public.deployments
      set deployed_at = deployed_at - interval '5 minutes', watch_until = watch_until - interval '5 minutes'
      where trader_id = ${repair.trader} and status = 'deployed'`;
  }],
  [2, "probation ends", async ({ world: { project: { stack } }, repair }) => {
    await stack.sql`update public.deployments set watch_until = now()
      where trader_id = ${repair.trader} and status = 'deployed' and watch_until is not null`;
  }],
  [2, "rollback", rollBack],
  [1, "edit from outside", edit],
];

/** As executors do it: the hash of the code that failed, at a time at which it ran, until it is acknowledged. */
async function report(run: Run, place: number): Promise<void> {
  const { world: { project, executor }, repair: { trader, fix }, random } = run;
  const [ran, next] = executor.runs(trader).slice(place);
  if (ran === undefined) throw new Error("The executor runs every trader");
  const [from, to] = [ran.from.getTime(), next?.from.getTime() ?? Date.now()];
  const event = errorEvent(trader, "missingNilCheck", {
    event_id: random.uuid(),
    // The same fault again, or a new one.
    error_message: fault(random.chance(0.5) ? fix.id : random.uuid()),
    code_sha256: ran.sha256,
    occurred_at: new Date(next === undefined ? to : random.whole(from, to)).toISOString(),
  });
  const { status, body } = await persist(
    run,
    () => project.callSigned("record-error", event, project.recordErrorSecret),
  );
  if (status !== 202 || body.accepted + body.duplicates !== 1) {
    throw new Error(`A report was not acknowledged: ${status} ${JSON.stringify(body)}`);
  }
}

/** Gives what is under way a moment to end, which it need not: the functions may have died. */
async function ended({ world: { project: { stack } }, repair }: Run): Promise<void> {
  await eventually("the end of every deployment", async () => {
    const [pending] = await stack.sql`select from public.deployments
      where trader_id = ${repair.trader} and status = 'pending' limit 1`;
    return pending === undefined ? true : undefined;
  }, A_MOMENT_MS).catch(() => {});
}

async function rollBack(run: Run): Promise<void> {
  const { world: { project }, repair: { user, trader }, random } = run;
  const versions = await project.stack.sql<{ id: string }[]>`select id from public.filter_versions
    where trader_id = ${trader} order by version`;
  const version_id = random.pick(versions).id;
  const { status, body } = await persist(
    run,
    () => project.call("rollback-filter", { trader_id: trader, version_id }, user.headers),
  );
  if (status !== 200) throw new Error(`A rollback was refused: ${status} ${JSON.stringify(body)}`);
}

/** In another app, which saves the code, and may tell the executor. */
async function edit({ world: { executor }, repair: { user, trader }, random }: Run): Promise<void> {
  const filter = { code: `return edited_${random.whole(1, 1_000_000)}` };
  const { error } = await user.client.from("traders").update({ filter }).eq("id", trader);
  if (error !== null) throw new Error(`An edit was refused: ${error.message}`);
  if (random.chance(0.5)) await executor.load([trader]);
}
