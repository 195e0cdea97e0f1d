// /realtime/v1/websocket: hands what the database broadcasts to the clients that may hear it, after commit.
import type { Sql } from "postgres";
import { errorMessage, type Log } from "./log.ts";
import { claimsOf } from "./realtime-access.ts";
import { type Broadcast, RealtimeSocket } from "./realtime-socket.ts";

const RETENTION = "72 hours";

export interface Realtime extends AsyncDisposable {
  fetch(request: Request): Promise<Response>;
}

export async function startRealtime(sql: Sql, onLog: Log): Promise<Realtime> {
  const sockets = new Set<RealtimeSocket>();
  let waiting: string[] = [];
  let delivering: Promise<void> | undefined;

  // Ids of one moment are read in one query, and delivered in the order of their commits.
  function announce(id: string): void {
    if (sockets.size === 0) return;
    waiting.push(id);
    delivering ??= deliverWaiting().finally(() => delivering = undefined);
  }

  async function deliverWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const ids = waiting;
      waiting = [];
      try {
        for (const broadcast of await readBroadcasts(sql, ids)) {
          for (const socket of sockets) socket.deliver(broadcast);
        }
      } catch (error) {
        // As on the platform a broadcast is a hint that may get lost; its reader looks again when it reconnects.
        onLog({
          source: "realtime",
          level: "error",
          message: `UnableToBroadcastChanges: ${errorMessage(error)}`,
        });
      }
    }
  }

  await sql`delete from realtime.messages where inserted_at < now() - ${RETENTION}::interval`;
  const { unlisten } = await sql.listen("realtime_messages", announce);

  return {
    async fetch(request): Promise<Response> {
      const apiKey = new URL(request.url).searchParams.get("apikey") ?? "";
      try {
        await claimsOf(apiKey);
      } catch {
        return Response.json({ message: "Invalid API key" }, { status: 401 });
      }
      if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
        return new Response(null, { status: 426 });
      }
      const { socket, response } = Deno.upgradeWebSocket(request);
      const client = new RealtimeSocket(socket, sql, apiKey, onLog);
      sockets.add(client);
      socket.addEventListener("close", () => sockets.delete(client));
      socket.addEventListener("error", () => sockets.delete(client));
      return response;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets) socket.close();
      await unlisten().catch(() => {});
      await delivering;
    },
  };
}

async function readBroadcasts(sql: Sql, ids: string[]): Promise<Broadcast[]> {
  return await sql<Broadcast[]>`
    select m.id, m.topic, m.event, m.private, m.payload
    from unnest(${ids}::uuid[]) with ordinality as announced (id, position)
    join realtime.messages as m on m.id = announced.id
    where m.extension = 'broadcast' and m.event is not null
    order by announced.position`;
}
