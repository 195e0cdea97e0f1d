// A run: rounds of faults under load, after each of which all settles and everything that must hold is checked.
import { setTimeout as delay } from "node:timers/promises";
import { Random } from "../../support/random.ts";
import { brokenChecks } from "./checks.ts";
import { carryOut } from "./faults.ts";
import { load } from "./load.ts";
import { ANSWERED } from "./model.ts";
import { type Platform, type Size, startPlatform } from "./platform.ts";
import { brokenComparisons, type Known } from "./record-checks.ts";
import { scheduleOf, type Tick } from "./schedule.ts";
import { watchSlowness } from "./slowness.ts";
import { settle } from "./settle.ts";
import { type Summary, summaryOf } from "./summary.ts";

export interface RunOptions {
  seed: number;
  minutes: number;
  size?: Size;
  settleLimitMs?: number;
  /** Told of each round. */
  log?: (line: string) => void;
}

const SIZE: Size = { users: 4, tradersOfEach: 6 };
const SETTLE_LIMIT_MS = 300_000;

/** Runs the schedule of this seed and length; ends after the first round that broke something. */
export async function runChaos(
  { seed, minutes, size = SIZE, settleLimitMs = SETTLE_LIMIT_MS, log = (): void => {} }: RunOptions,
): Promise<Summary> {
  const schedule = scheduleOf(seed, minutes);
  await using platform = await startPlatform(seed, size);
  await using _slowness = watchSlowness(platform);
  const began = performance.now();
  const settleTimes: number[] = [];
  const violations: string[] = [];
  let rounds = 0;
  for (const [round, { seconds }] of schedule.rounds.entries()) {
    const ticks = schedule.ticks.filter((tick) => tick.round === round);
    await playRound(platform, ticks, seconds, new Random(seed + 1_000 * (round + 1)));
    const { ms, stuck } = await settle(platform, settleLimitMs);
    rounds++;
    settleTimes.push(ms);
    const broken = [...stuck.map((what) => `not settled: ${what}`), ...await check(platform)];
    violations.push(...broken.map((what) => `seed ${seed}, round ${round + 1}: ${what}`));
    log(
      `round ${round + 1} of ${schedule.rounds.length}: ${ticks.length} faults, settled in ${
        (ms / 1_000).toFixed(1)
      } s, ${broken.length} violations`,
    );
    if (broken.length > 0) break;
  }
  return await summaryOf(platform, {
    seed,
    minutes,
    elapsedMs: performance.now() - began,
    rounds,
    settleTimes,
    violations,
  });
}

async function playRound(
  platform: Platform,
  ticks: readonly Tick[],
  seconds: number,
  random: Random,
): Promise<void> {
  const end = new AbortController();
  const loading = load(platform, random, end.signal);
  loading.catch(() => {});
  const began = performance.now();
  const faults: Promise<void>[] = [];
  for (const { at, fault } of ticks) {
    await delay(Math.max(0, at * 1_000 - (performance.now() - began)));
    const done = carryOut(platform, fault, random, end.signal);
    // Waited for below, which is later than it may fail.
    done.catch(() => {});
    faults.push(done);
  }
  await delay(Math.max(0, seconds * 1_000 - (performance.now() - began)));
  end.abort();
  await Promise.all([loading, ...faults]);
}

async function check(platform: Platform): Promise<string[]> {
  const { project: { stack: { sql } }, traders, users } = platform;
  const ids = traders.map(({ id }) => id);
  return [
    ...await brokenChecks(sql, ids, users.map(({ id }) => id)),
    ...await sql.begin((tx) => brokenComparisons(tx, knownOf(platform), ids)),
  ];
}

export function knownOf({ records, executor }: Platform): Known {
  const { sent, acknowledged, caps, mails, unexplained, strangeTimes } = records;
  return {
    sent,
    acknowledged,
    caps,
    mails,
    unexplained,
    strangeTimes,
    modelCalls: records.counts.get(ANSWERED) ?? 0,
    executor,
  };
}
