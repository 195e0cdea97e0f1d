// Runs what cron.schedule stored: each run on a connection of its own, as the job's user, never two of one job at once.
import postgres, { type Row, type RowList, type Sql } from "postgres";
import { type IsDue, parseSchedule } from "./cron-schedule.ts";
import { errorMessage, type Log } from "./log.ts";

const TICK_MS = 1000;

interface Job {
  jobid: string;
  jobname: string | null;
  schedule: string;
  command: string;
  username: string;
}

/** `adminUrl` belongs to a superuser, who alone may act as the owner of any job. */
export function startCron(sql: Sql, adminUrl: string, onLog: Log): AsyncDisposable {
  const lastStart = new Map<string, Date>();
  const running = new Map<string, Promise<void>>();
  const connections = new Set<Sql>();
  const startedAt = new Date();

  async function tick(): Promise<void> {
    const now = new Date();
    for (const job of await activeJobs(sql)) {
      if (running.has(job.jobid) || !dueCheck(job)(now, lastStart.get(job.jobid) ?? startedAt)) continue;
      lastStart.set(job.jobid, now);
      running.set(job.jobid, run(job).finally(() => running.delete(job.jobid)));
    }
  }

  function dueCheck(job: Job): IsDue {
    try {
      return parseSchedule(job.schedule);
    } catch (error) {
      onLog({
        source: "cron",
        level: "error",
        message: `Job ${job.jobname ?? job.jobid}: ${errorMessage(error)}`,
      });
      return () => false;
    }
  }

  async function run(job: Job): Promise<void> {
    const connection = postgres(adminUrl, { max: 1, onnotice: () => {} });
    connections.add(connection);
    try {
      await runRecorded(sql, connection, job, onLog);
    } catch (error) {
      onLog({
        source: "cron",
        level: "error",
        message: `Cannot run job ${job.jobname ?? job.jobid}: ${errorMessage(error)}`,
      });
    } finally {
      connections.delete(connection);
      await connection.end({ timeout: 1 });
    }
  }

  let ticking: Promise<void> | undefined;
  const timer = setInterval(() => {
    ticking ??= tick()
      // The database may be away for a moment; the next tick looks again.
      .catch((error) => onLog({ source: "cron", level: "debug", message: errorMessage(error) }))
      .finally(() => ticking = undefined);
  }, TICK_MS);

  return {
    async [Symbol.asyncDispose](): Promise<void> {
      clearInterval(timer);
      await ticking;
      await Promise.all([...connections].map((connection) => connection.end({ timeout: 0 })));
      await Promise.all(running.values());
    },
  };
}

async function activeJobs(sql: Sql): Promise<Job[]> {
  const [installed] = await sql`select from pg_extension where extname = 'pg_cron'`;
  return installed ? await sql<Job[]>`select * from cron.job where active` : [];
}

async function runRecorded(sql: Sql, connection: Sql, job: Job, onLog: Log): Promise<void> {
  const [started] = await connection`
    insert into cron.job_run_details (jobid, job_pid, database, username, command, status, start_time)
    values (
      ${job.jobid}, pg_backend_pid(), current_database(), ${job.username}, ${job.command}, 'running', clock_timestamp()
    )
    returning runid`;
  const { status, message } = await execute(connection, job);
  if (status === "failed") {
    onLog({
      source: "cron",
      level: "warning",
      message: `Job ${job.jobname ?? job.jobid} failed: ${message}`,
    });
  }
  await sql`
    update cron.job_run_details
    set status = ${status}, return_message = ${message}, end_time = clock_timestamp()
    where runid = ${started?.runid}`;
}

async function execute(connection: Sql, job: Job): Promise<{ status: string; message: string }> {
  try {
    await connection`set session authorization ${connection(job.username)}`;
    return { status: "succeeded", message: outcome(await connection.unsafe(job.command).simple()) };
  } catch (error) {
    return { status: "failed", message: `ERROR:  ${errorMessage(error)}` };
  }
}

// pg_cron's wording: "1 row" for a query, the command's own tag otherwise.
function outcome(result: RowList<Row[]> | RowList<Row[]>[]): string {
  // A job of several statements has a result for each.
  const last = "command" in result ? result : result.at(-1);
  if (last?.command === "SELECT") return `${last.count} row${last.count === 1 ? "" : "s"}`;
  return `${last?.command ?? ""} ${last?.count ?? ""}`.trim();
}
