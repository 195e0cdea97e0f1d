// Sends what net.http_post queued, once the transaction that queued it has committed. Differs from pg_net's worker where
// that one is fragile: a slow request delays no other, and no transaction stays open while requests are under way.
import type { Sql } from "postgres";
import { errorMessage, type Log } from "./log.ts";

const BATCH = 200;
const KEEP_RESPONSES = "6 hours";

interface QueuedRequest {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | null;
  timeout_milliseconds: number;
}

interface Outcome {
  status?: number;
  headers?: Headers;
  content?: string;
  error?: string;
  timedOut?: boolean;
}

export async function startNetWorker(sql: Sql, onLog: Log): Promise<AsyncDisposable> {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let draining: Promise<void> | undefined;
  let again = false;

  function wake(): void {
    again = true;
    draining ??= drain().finally(() => draining = undefined);
  }

  async function drain(): Promise<void> {
    while (again && !stopping.signal.aborted) {
      again = false;
      const requests = await take(sql).catch((error) => {
        onLog({ source: "net", level: "error", message: `Cannot read the queue: ${errorMessage(error)}` });
        return [];
      });
      for (const request of requests) {
        const task = send(sql, request, stopping.signal, onLog).finally(() => underWay.delete(task));
        underWay.add(task);
      }
      if (requests.length === BATCH) again = true;
    }
  }

  // Listening starts anew after a lost connection, and so does the look at what waits.
  const { unlisten } = await sql.listen("net_wake", wake, wake);
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      stopping.abort();
      await unlisten().catch(() => {});
      await draining;
      await Promise.all(underWay);
    },
  };
}

async function take(sql: Sql): Promise<QueuedRequest[]> {
  const [installed] = await sql`select from pg_extension where extname = 'pg_net'`;
  if (!installed) return [];
  await sql`delete from net._http_response where created < now() - ${KEEP_RESPONSES}::interval`;
  return await sql<QueuedRequest[]>`
    with taken as (
      delete from net.http_request_queue
      where id in (select id from net.http_request_queue order by id limit ${BATCH} for update skip locked)
      returning *
    )
    select * from taken order by id`;
}

async function send(sql: Sql, request: QueuedRequest, stopping: AbortSignal, onLog: Log): Promise<void> {
  const outcome = await call(request, stopping);
  if (stopping.aborted) return;
  if (outcome.error !== undefined) {
    onLog({ source: "net", level: "warning", message: `${request.method} ${request.url}: ${outcome.error}` });
  }
  const { status = null, headers, content = null, error = null, timedOut = false } = outcome;
  await sql`
    insert into net._http_response (id, status_code, content_type, headers, content, timed_out, error_msg)
    values (
      ${request.id}, ${status}, ${headers?.get("content-type") ?? null},
      ${headers ? sql.json(Object.fromEntries(headers)) : null}, ${content}, ${timedOut}, ${error}
    )`.catch((error) =>
    onLog({ source: "net", level: "error", message: `Cannot record a response: ${errorMessage(error)}` })
  );
}

async function call(request: QueuedRequest, stopping: AbortSignal): Promise<Outcome> {
  const limit = AbortSignal.timeout(request.timeout_milliseconds);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { "user-agent": "pg_net/0.20.3", ...request.headers },
      body: request.body,
      signal: AbortSignal.any([limit, stopping]),
    });
    return { status: response.status, headers: response.headers, content: await response.text() };
  } catch (error) {
    if (!limit.aborted) return { error: errorMessage(error) };
    return { timedOut: true, error: `Timeout of ${request.timeout_milliseconds} ms reached` };
  }
}
