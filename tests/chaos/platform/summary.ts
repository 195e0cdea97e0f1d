// What a run came to, in figures.
import { DEADLOCKS, type Platform } from "./platform.ts";

export interface Summary {
  seed: number;
  minutes: number;
  elapsed_s: number;
  rounds: number;
  faults: Record<string, number>;
  events: { sent: number; acknowledged: number; counted: number };
  fixes: Record<string, number>;
  deployments: Record<string, number>;
  mails: number;
  model_calls: number;
  spend_usd: number;
  slowest_settling_s: number;
  deadlocks: number;
  /** Answers that blamed the server, all of them while something was out of order. */
  failures: number;
  refusals: Record<string, number>;
  happened: Record<string, number>;
  violations: string[];
}

export interface Ran {
  seed: number;
  minutes: number;
  elapsedMs: number;
  rounds: number;
  settleTimes: number[];
  violations: string[];
}

export async function summaryOf(platform: Platform, ran: Ran): Promise<Summary> {
  const { project: { stack: { sql } }, records, model } = platform;
  const byStatus = async (table: "proposed_fixes" | "deployments"): Promise<Record<string, number>> => {
    const rows = await sql<{ status: string; count: number }[]>`
      select status, count(*)::integer as count from public.${sql.unsafe(table)} group by 1 order by 1`;
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  };
  const [row] = await sql<{ counted: number; spend: number }[]>`select
    (select coalesce(sum(occurrences), 0)::integer from public.trader_error_history) as counted,
    (select coalesce(sum(spent_usd), 0)::float8 from public.daily_spend) as spend`;
  const counts = [...records.counts].sort();
  const isFault = ([what]: [string, number]): boolean => what.startsWith("fault: ");
  return {
    seed: ran.seed,
    minutes: ran.minutes,
    elapsed_s: Math.round(ran.elapsedMs / 1_000),
    rounds: ran.rounds,
    faults: Object.fromEntries(
      counts.filter(isFault).map(([what, count]) => [what.slice("fault: ".length), count]),
    ),
    events: {
      sent: records.sent.size,
      acknowledged: records.acknowledged.size,
      counted: row?.counted ?? 0,
    },
    fixes: await byStatus("proposed_fixes"),
    deployments: await byStatus("deployments"),
    mails: records.mails.size,
    model_calls: model.calls.length,
    spend_usd: Number((row?.spend ?? 0).toFixed(2)),
    slowest_settling_s: Number((Math.max(0, ...ran.settleTimes) / 1_000).toFixed(1)),
    deadlocks: records.counts.get(DEADLOCKS) ?? 0,
    failures: records.failures.length,
    refusals: Object.fromEntries([...records.refusals].sort()),
    happened: Object.fromEntries(counts.filter((one) => !isFault(one))),
    violations: ran.violations,
  };
}
