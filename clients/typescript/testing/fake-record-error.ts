// A record-error that checks signatures, remembers event ids, and answers as a test tells it to.
import { Webhook } from "standardwebhooks";
import { startFakeServer } from "../../../tests/demo/fake-server.ts";

export const secret = `whsec_${btoa("a secret that only this test knows")}`;

export interface Posted {
  event_id: string;
  trader_id: string;
  error_message: string;
  occurred_at: string;
  occurrences: number;
  stack_trace?: string;
  context: Record<string, unknown>;
  market_data?: Record<string, unknown>;
}

export interface Delivery {
  id: string;
  timestamp: number;
  isGzip: boolean;
  bytes: number;
  events: Posted[];
}

export type Reply = (events: Posted[], delivery: Delivery) => Response | Promise<Response>;

export interface FakeRecordError extends AsyncDisposable {
  url: string;
  deliveries: Delivery[];
  /** What the server has taken, by event id. */
  taken: Map<string, Posted>;
  /** Takes the events as the real one does. */
  take: Reply;
}

/** Each reply answers one delivery; then all are taken. */
export function startRecordError(replies: Reply[] = []): FakeRecordError {
  const deliveries: Delivery[] = [];
  const taken = new Map<string, Posted>();
  const take: Reply = (events) => {
    const results = events.map((event, index) => {
      const status = taken.has(event.event_id) ? "duplicate" : "accepted";
      if (status === "accepted") taken.set(event.event_id, event);
      return { index, event_id: event.event_id, status, incident_id: null };
    });
    const count = (status: string): number => results.filter((result) => result.status === status).length;
    const answer = {
      accepted: count("accepted"),
      duplicates: count("duplicate"),
      rejected: [],
      incidents: [],
    };
    return Response.json({ ...answer, results }, { status: 202 });
  };
  const server = startFakeServer(async (request) => {
    const text = await readBody(request);
    // The caller is gone.
    if (text === undefined) return new Response(null, { status: 400 });
    const delivery = readDelivery(request.headers, text);
    deliveries.push(delivery);
    return await (replies.shift() ?? take)(delivery.events, delivery);
  });
  return {
    url: `${server.url}/record-error`,
    deliveries,
    taken,
    take,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function readBody({ body, headers }: Request): Promise<string | undefined> {
  try {
    const isGzip = headers.get("content-encoding") === "gzip";
    return await new Response(isGzip ? body?.pipeThrough(new DecompressionStream("gzip")) : body).text();
  } catch {
    return undefined;
  }
}

function readDelivery(headers: Headers, text: string): Delivery {
  const isGzip = headers.get("content-encoding") === "gzip";
  const id = headers.get("webhook-id") ?? "";
  const timestamp = Number(headers.get("webhook-timestamp"));
  const expected = new Webhook(secret).sign(id, new Date(timestamp * 1000), text);
  if (headers.get("webhook-signature") !== expected) throw new Error("The signature is wrong");
  return {
    id,
    timestamp,
    isGzip,
    bytes: new TextEncoder().encode(text).length,
    events: JSON.parse(text).events,
  };
}

export function status(code: number, headers: Record<string, string> = {}): Reply {
  return () => Response.json({ code: "as_told", message: "as told" }, { status: code, headers });
}

/** Ends in the middle of what it announced. */
export function cutAnswer(): Response {
  const body = new Blob(['{"accepted":']).stream();
  return new Response(body, { status: 202, headers: { "content-length": "100" } });
}
