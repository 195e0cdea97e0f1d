// An hour of an executor with a thousand traders, of which some are broken, on the whole stack: what it takes, and whether all is counted.
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { openCandles } from "../scripts/candles-option.ts";
import { ModelServer } from "../local/model-server/model-server.ts";
import { scriptNamed } from "../local/model-server/scripts.ts";
import { Random } from "../tests/support/random.ts";
import { LoadingExecutor } from "./deployments/loading-executor.ts";
import { manyMarkets } from "./deployments/many-markets.ts";
import { openStack } from "./load/bench-stack.ts";
import { ClientProcess } from "./load/client-process.ts";
import { ActingOwners } from "./platform/acting-owners.ts";
import { faultsAt } from "./platform/hour.ts";
import type { PlatformOptions } from "./platform/options.ts";
import { populate } from "./platform/population.ts";
import { type Ended, endedSchema, type ReporterRequest } from "./platform/protocol.ts";
import { Resources } from "./platform/resources.ts";
import { summaryOf } from "./platform/summary.ts";
import { firstTimes, QueueAges, readTotals } from "./platform/totals.ts";
import { folderOfCandles } from "./runtime/workload.ts";

const REPORTER = new URL("platform/reporter-process.ts", import.meta.url);
const CALL_LIMIT_MS = 60_000;
const END_LIMIT_MS = 120_000;
const DRAIN_LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 500;
const MINUTE_MS = 60_000;

export async function benchPlatform(options: PlatformOptions): Promise<object> {
  const minuteMs = options.realSecondsPerMinute * 1_000;
  const candles = manyMarkets(await openCandles(undefined, folderOfCandles), options.symbols);
  const population = await populate(options, candles, new Random(options.seed));
  const good = scriptNamed("good", population.failing.map(({ one }) => one));
  if (good === undefined) throw new Error("There must be a model that repairs");
  await using executor = new LoadingExecutor(candles);
  await using model = new ModelServer({ model: [good] });
  await using bench = await openStack({
    EXECUTOR_URL: executor.url,
    OPENAI_API_KEY: "sk-bench-0123456789abcdef",
    OPENAI_BASE_URL: model.openaiUrl,
  });
  executor.database = bench.stack.sql;
  // Both are a minute's; a minute that passes in less time has as much to send.
  const faster = Math.ceil(MINUTE_MS / minuteMs);
  await bench.admin`update private.settings
    set ingest_rows_per_minute = ingest_rows_per_minute * ${faster}, ingest_events_per_minute = ingest_events_per_minute * ${faster}`;
  const { owners, traders, broken, accepting, failingAgain } = await population.create(bench);
  await using reporter = new ClientProcess(REPORTER);
  const spoolDir = await Deno.makeTempDir({ prefix: "bench-spool-" });
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => Deno.remove(spoolDir, { recursive: true }));
  const failingFile = await Deno.makeTempFile({ prefix: "bench-failing-" });
  cleanup.defer(() => Deno.remove(failingFile));
  await Deno.writeTextFile(failingFile, JSON.stringify(broken));
  const ask = (request: ReporterRequest): Promise<null> => reporter.ask(request, z.null(), CALL_LIMIT_MS);
  await ask({
    kind: "open",
    url: `${bench.stack.apiUrl}/functions/v1/record-error`,
    secret: bench.recordErrorSecret,
    spoolDir,
    seed: options.seed,
    symbols: [...candles.symbols],
    traders: traders.map(({ trader_id }) => trader_id),
    failingFile,
  });

  using resources = new Resources(postmasterOf(bench.stack.postgres.pid));
  const [{ lsn: walFrom }] = await bench.admin<[{ lsn: string }]>`select pg_current_wal_lsn()::text as lsn`;
  const ages = new QueueAges(bench.admin);
  const acting = new ActingOwners(bench, executor, owners, accepting, minuteMs);
  const ending = new AbortController();
  const owning = acting.act(ending.signal);
  // What ends the run early is what is told, not that the owners lost the database by it.
  owning.catch(() => {});
  cleanup.defer(() => ending.abort());
  const firstAt = new Map<string, number>();
  const behind: number[] = [];
  const [load = 0] = Deno.loadavg();
  const startedAt = performance.now();
  for (let number = 0; number < options.minutes; number++) {
    await delay(Math.max(0, startedAt + number * minuteMs - performance.now()));
    behind.push(performance.now() - startedAt - number * minuteMs);
    const faults = faultsAt(number, options.minutes);
    if (faults.functionsDie) await bench.stack.functions.kill();
    const running = new Map(acting.accepted.map(({ trader_id, code_sha256 }) => [trader_id, code_sha256]));
    const failing = broken.filter(({ trader_id }) => !running.has(trader_id));
    if (!faults.marketOutage) {
      for (const { trader_id } of failing) if (!firstAt.has(trader_id)) firstAt.set(trader_id, Date.now());
    }
    await ask({
      kind: "minute",
      number,
      broken: failing.map(({ trader_id, code_sha256 }) => ({ trader_id, code_sha256 })),
      again: [...running].filter(([trader_id]) => failingAgain.has(trader_id))
        .map(([trader_id, code_sha256]) => ({ trader_id, code_sha256 })),
      marketOutage: faults.marketOutage,
      unreachable: faults.unreachable,
    });
    await ages.sample();
  }
  await delay(Math.max(0, startedAt + options.minutes * minuteMs - performance.now()));
  const usage = resources.usage();
  const hourS = (performance.now() - startedAt) / 1_000;
  const ended: Ended = await reporter.ask(
    { kind: "end", limitMs: END_LIMIT_MS },
    endedSchema,
    END_LIMIT_MS + CALL_LIMIT_MS,
  );
  ending.abort();
  await owning;
  const drainFrom = performance.now();
  const drained = await untilDrained(ages);
  const [{ bytes: wal }] = await bench.admin<[{ bytes: number }]>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), ${walFrom}::pg_lsn)::float8 as bytes`;
  return summaryOf({
    options,
    traders: traders.length,
    broken: broken.length,
    owners: owners.size,
    ended,
    hourS,
    load,
    usage,
    behind,
    drained,
    drainS: (performance.now() - drainFrom) / 1_000,
    wal,
    ages: ages.most,
    accepted: acting.accepted,
    refused: acting.refused,
    times: await firstTimes(bench.admin, firstAt),
    totals: await readTotals(bench.admin),
    mails: bench.stack.mails().length,
  });

  /** Until no repair, deployment or mail is due or under way. */
  async function untilDrained(ages: QueueAges): Promise<boolean> {
    const until = performance.now() + DRAIN_LIMIT_MS;
    while (performance.now() < until) {
      await ages.sample();
      const [row] = await bench.admin<{ busy: boolean }[]>`
        select exists (select from private.due_work) or exists (select from net.http_request_queue)
          or exists (select from public.proposed_fixes where status = 'generating')
          or exists (select from public.notifications where email_status = 'sending') as busy`;
      if (row?.busy === false) return true;
      await delay(LOOK_EVERY_MS);
    }
    return false;
  }
}

function postmasterOf(pid: number | undefined): number {
  if (pid === undefined) throw new Error("The database server must run");
  return pid;
}
