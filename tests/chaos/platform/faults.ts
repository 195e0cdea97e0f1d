// How each fault is done. All of them end by themselves: after their time, or with the signal that ends the round.
import postgres from "postgres";
import { setTimeout as delay } from "node:timers/promises";
import { fault as faultMessage } from "../../concurrency/support.ts";
import { eventually } from "../../support/eventually.ts";
import type { Random } from "../../support/random.ts";
import { errorEvent } from "../../support/traders.ts";
import type { OnMoment } from "../moment.ts";
import { reactionOf } from "../reactions.ts";
import { FAIR } from "./door.ts";
import { post, postFrom } from "./load.ts";
import type { Platform } from "./platform.ts";
import type { Fault, QUEUES } from "./schedule.ts";

const RETURN_LIMIT_MS = 120_000;
const STEP_LIMIT_MS = 5_000;
/** The functions of one process boot one after the other. */
const BOOT_MS = 15_000;
const MAX_CONNECTIONS = 200;
/** Beyond the tolerance of signatures. */
const TOLERANCE_MS = 300_000;

type Act<Kind extends Fault["kind"]> = (
  platform: Platform,
  fault: Extract<Fault, { kind: Kind }>,
  random: Random,
  end: AbortSignal,
) => Promise<void>;

const ACTS: { [Kind in Fault["kind"]]: Act<Kind> } = {
  "postgres-killed": async (platform, { withChildren }) => await killPostgres(platform, withChildren),
  "functions-killed": async (platform, { afterSteps }) => await killFunctions(platform, afterSteps),
  "bells-truncated": async ({ project: { stack } }, { times }) => {
    for (let time = 0; time < times; time++) {
      await stack.sql`truncate net.http_request_queue`.catch(() => {});
      await delay(100);
    }
  },
  "bells-disordered": async ({ bells }, { seconds, lost, copies, delayMs }, _random, end) => {
    bells.weather = { lost, copies, delayMs, unanswered: 0.2 };
    await pass(seconds, end);
    bells.weather = FAIR;
  },
  "answers-lost": async (platform, { seconds, share, whose }, random, end) => {
    if (whose === "callers") {
      platform.front.weather = { ...FAIR, unanswered: share };
      await pass(seconds, end);
      platform.front.weather = FAIR;
      return;
    }
    const over = platform.records.outage();
    const loseSome: OnMoment = (moment) =>
      Promise.resolve(moment.startsWith("after") && random.chance(share));
    platform.watchers.add(loseSome);
    await pass(seconds, end);
    platform.watchers.delete(loseSome);
    over();
  },
  "model": async (platform, { seconds, how }, _random, end) => {
    platform.modelTrouble = how;
    await pass(seconds, end);
    platform.modelTrouble = undefined;
  },
  "mail": async ({ mail }, { seconds, how }, _random, end) => {
    mail.trouble = how;
    await pass(seconds, end);
    mail.trouble = undefined;
  },
  "executor-misbehaves": ({ executor, traders, records }, { reloads }, random) => {
    const count = (what: string): void => records.count(what);
    for (const { id } of traders) {
      executor.scripts.set(id, Array.from({ length: reloads }, () => reactionOf(random, count)));
    }
    return Promise.resolve();
  },
  "executor-restarted": async ({ executor, traders }) => {
    await executor.load(traders.map(({ id }) => id)).catch(() => {});
  },
  "clock-jumps": async (platform, { reporter, skewSeconds, seconds }, random, end) => {
    const skewMs = skewSeconds * 1_000;
    const executor = platform.reporters[reporter];
    if (executor === undefined) return;
    executor.skewMs = skewMs;
    if (Math.abs(skewMs) > TOLERANCE_MS) await postFrom(platform, skewMs, random);
    await pass(seconds, end);
    executor.skewMs = 0;
  },
  "leases-end": async ({ project: { stack } }, { queue }) => await endLeases(stack.sql, queue),
  "connections-exhausted": exhaustConnections,
  "spool-full": async ({ reporters }, { reporter, seconds }, _random, end) => {
    const executor = reporters[reporter];
    if (executor === undefined || executor.isFull) return;
    const empty = await executor.fill();
    await pass(seconds, end);
    await empty();
  },
  "reporter-dies": async ({ reporters }, { reporter }) => await reporters[reporter]?.dieAndStart(),
  "storm": async (platform, { events }, random) => {
    const { id } = random.pick(platform.traders);
    const code_sha256 = platform.executor.running(id);
    const message = faultMessage(random.uuid());
    const batch = Array.from(
      { length: events },
      () => errorEvent(id, "endless", { event_id: random.uuid(), error_message: message, code_sha256 }),
    );
    await post(platform, batch);
  },
  "same-fault-everywhere": async (platform, _fault, random) => {
    const message = faultMessage(random.uuid());
    await post(
      platform,
      platform.traders.map(({ id }) =>
        errorEvent(id, "endless", {
          event_id: random.uuid(),
          error_message: message,
          code_sha256: platform.executor.running(id),
        })
      ),
    );
  },
  "model-calls-off": async ({ project: { stack } }, { seconds }, _random, end) => {
    await stack.sql`select public.set_model_calls(false)`.catch(() => {});
    await pass(seconds, end);
    await eventually(
      "model calls to be on",
      () => stack.sql`select public.set_model_calls(true)`.then(() => true, () => undefined),
    );
  },
};

export async function carryOut(
  platform: Platform,
  fault: Fault,
  random: Random,
  end: AbortSignal,
): Promise<void> {
  const act = ACTS[fault.kind] as Act<Fault["kind"]>;
  platform.records.count(`fault: ${fault.kind}`);
  await act(platform, fault, random, end);
}

async function pass(seconds: number, end: AbortSignal): Promise<void> {
  await delay(seconds * 1_000, undefined, { signal: end }).catch(() => {});
}

/** As the kernel does when memory runs out. The stack starts it again on the same folder. */
async function killPostgres(
  { project: { stack }, records }: Platform,
  withChildren: boolean,
): Promise<void> {
  const { pid } = stack.postgres;
  // It may be starting after another kill.
  if (pid === undefined) return;
  const over = records.outage();
  const children = withChildren ? await childrenOf(pid) : [];
  for (const victim of [pid, ...children]) {
    try {
      Deno.kill(victim, "SIGKILL");
    } catch {
      // Gone by itself.
    }
  }
  await eventually("the database to be back", async () => {
    const isBack = stack.postgres.pid !== undefined && stack.postgres.pid !== pid;
    return isBack && await stack.sql`select 1`.then(() => true, () => false) ? true : undefined;
  }, RETURN_LIMIT_MS);
  over();
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "pid=", "--ppid", String(pid)] }).output();
  return new TextDecoder().decode(stdout).split("\n").map(Number).filter((one) => one > 1);
}

/** At a step of a call that is under way, or at once when none comes. */
async function killFunctions(platform: Platform, afterSteps: number): Promise<void> {
  const { project: { stack }, records } = platform;
  const reached = Promise.withResolvers<void>();
  let left = afterSteps;
  const over = records.outage();
  const limit = setTimeout(() => reached.resolve(), STEP_LIMIT_MS);
  const killOnce: OnMoment = async (moment) => {
    if (left-- !== 0) return false;
    records.count(`killed ${moment}`);
    await stack.functions.kill();
    reached.resolve();
    return true;
  };
  platform.watchers.add(killOnce);
  await reached.promise;
  clearTimeout(limit);
  platform.watchers.delete(killOnce);
  if (left >= 0) await stack.functions.kill();
  setTimeout(over, BOOT_MS);
}

async function endLeases(sql: postgres.Sql, queue: typeof QUEUES[number]): Promise<void> {
  const hour = sql`interval '1 hour'`;
  const moved = queue === "notifications"
    ? sql`update public.notifications
      set email_lease_until = email_lease_until - ${hour}, email_next_attempt_at = email_next_attempt_at - ${hour}
      where email_status in ('pending', 'sending')`
    : sql`update public.${sql.unsafe(queue)}
      set lease_until = lease_until - ${hour}, next_attempt_at = next_attempt_at - ${hour}
      where status in ('queued', 'generating', 'pending')`;
  await moved.catch(() => {});
}

async function exhaustConnections(
  { project: { stack }, records }: Platform,
  { seconds }: { seconds: number },
  _random: Random,
  end: AbortSignal,
): Promise<void> {
  const over = records.outage();
  const connections = Array.from(
    { length: MAX_CONNECTIONS },
    () => postgres(stack.dbUrl, { max: 1, onnotice: () => {}, connect_timeout: 5, idle_timeout: 60 }),
  );
  const opened = await Promise.all(
    connections.map((sql) => sql`select 1`.then(() => 1, () => 0)),
  );
  const count = opened.reduce<number>((sum, one) => sum + one, 0);
  if (count < MAX_CONNECTIONS) records.count("connections refused", MAX_CONNECTIONS - count);
  await pass(seconds, end);
  await Promise.all(connections.map((sql) => sql.end({ timeout: 1 }).catch(() => {})));
  over();
}
