// The figures of a run, and whether what was acknowledged is what is counted.
import { quantile, rounded } from "../runtime/numbers.ts";
import type { Accepted } from "./acting-owners.ts";
import type { PlatformOptions } from "./options.ts";
import type { Ended } from "./protocol.ts";
import type { Group, Usage } from "./resources.ts";
import type { QueueAges, Totals } from "./totals.ts";

export interface Run {
  options: PlatformOptions;
  traders: number;
  broken: number;
  owners: number;
  ended: Ended;
  hourS: number;
  /** Of the machine, before the first minute. */
  load: number;
  usage: Record<Group, Usage>;
  behind: number[];
  drained: boolean;
  drainS: number;
  wal: number;
  ages: QueueAges["most"];
  accepted: readonly Accepted[];
  refused: readonly string[];
  times: { told: number[]; proposed: number[]; unproposed: number };
  totals: Totals;
  mails: number;
}

export function summaryOf(run: Run): object {
  const { options, ended, totals, usage, hourS } = run;
  const { post_ms, ...reporter } = ended;
  const { sweep_ms, ...database } = totals;
  return {
    holds: holds(run),
    options,
    population: { traders: run.traders, broken: run.broken, owners: run.owners },
    real_s: rounded(hourS),
    load_before: rounded(run.load),
    errors_per_real_s: rounded(ended.occurrences / hourS),
    errors_per_simulated_s: rounded(ended.occurrences / (options.minutes * 60)),
    reporter,
    counted: database.counted,
    counted_by_incidents: database.counted_by_incidents,
    post_ms: spreadOf(post_ms),
    first_error_to_notification_ms: spreadOf(run.times.told),
    first_error_to_proposed_fix_ms: spreadOf(run.times.proposed),
    broken_without_a_proposed_fix: run.times.unproposed,
    accept_to_running_ms: spreadOf(run.accepted.map(({ loadedMs }) => loadedMs)),
    accept_to_answer_ms: spreadOf(run.accepted.map(({ answeredMs }) => answeredMs)),
    acceptances_refused: run.refused,
    sweep_ms: spreadOf(sweep_ms),
    processes: Object.fromEntries(
      Object.entries(usage).map(([name, { cpu_s, memory_max_mb }]) => [
        name,
        { cpu_s: rounded(cpu_s), cores: rounded(cpu_s / hourS), memory_max_mb },
      ]),
    ),
    minutes_begun_late_ms: spreadOf(run.behind),
    queues_at_most: run.ages,
    drained: run.drained,
    drain_s: rounded(run.drainS),
    wal_bytes: run.wal,
    database,
    mails: run.mails,
  };
}

/**
 * Nothing lost or doubled between the executor and the database, all work done, and spend below the cap. A duplicate is an event whose first
 * answer was lost: it was taken then, and is acknowledged now.
 */
function holds({ ended, totals, drained }: Run): boolean {
  const { accepted, duplicates, occurrences, dropped, rejected } = ended;
  return accepted + duplicates === occurrences && dropped === 0 && rejected === 0 &&
    totals.counted === occurrences && totals.counted_by_incidents === occurrences && drained &&
    totals.spend_usd.most_of_a_user <= totals.spend_usd.cap_of_a_user;
}

function spreadOf(values: readonly number[]): object {
  const at = (part: number): number => rounded(quantile(values, part));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), n: values.length };
}
