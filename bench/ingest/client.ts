// The load generator: both sides' requests are built before their time runs, so that sending alone is measured.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import {
  anyOf,
  type ErrorEvent,
  type FailingTrader,
  knownEvent,
  newEvent,
  randomFault,
  stormOf,
} from "../load/events.ts";
import { serveRequests } from "../load/serve-requests.ts";
import { send, signedReport } from "../load/signed-request.ts";
import { type IngestRequest, NEW_FAULT_EVERY, requestSchema, type Sent, type Side } from "./protocol.ts";

// A batch holds several errors of each trader, most of one fault, as one run over many symbols leaves them.
const EVENTS_PER_TRADER = 5;
/** More than any side sends in a second, per lane. */
const PREPARED_PER_SECOND = { single: 600, batch: 50 };
const INSERT_LIMIT_MS = 30_000;

/** Sends one prepared request and returns how many new faults it held. */
type Prepared = () => Promise<number>;

interface Session extends Extract<IngestRequest, { kind: "open" }> {
  supabase: SupabaseClient;
}

let session: Session | undefined;

await serveRequests(requestSchema, async (request): Promise<Sent | null> => {
  if (request.kind === "open") {
    const supabase = createClient(request.apiUrl, request.secretKey, { auth: { persistSession: false } });
    session = { ...request, supabase };
    return null;
  }
  if (session === undefined) throw new Error("The first request must be to open");
  const lanes = request.kind === "slice" ? lanesOf(request, session) : stormLanes(request, session);
  return await drive(lanes, request.size, request.kind === "slice" ? request.ms : Infinity);
});

/** Each lane sends one request after the other until the time is over or there are no more. */
async function drive(lanes: readonly Prepared[][], size: number, ms: number): Promise<Sent> {
  const sent: Sent = { events: 0, new_faults: 0, seconds: 0, took: [] };
  const startedAt = performance.now();
  await Promise.all(lanes.map(async (requests) => {
    for (const request of requests) {
      const at = performance.now();
      if (at - startedAt > ms) break;
      const newFaults = await request();
      sent.new_faults += newFaults;
      sent.events += size;
      sent.took.push(performance.now() - at);
    }
  }));
  return { ...sent, seconds: (performance.now() - startedAt) / 1_000 };
}

function lanesOf(
  { side, size, lanes, ms }: Extract<IngestRequest, { kind: "slice" }>,
  open: Session,
): Prepared[][] {
  const count = Math.ceil(ms / 1_000 * PREPARED_PER_SECOND[size === 1 ? "single" : "batch"]);
  return Array.from({ length: lanes }, (_, lane) => {
    // An executor runs traders of its own: no two lanes report of the same.
    const traders = open.traders.filter((_trader, index) => index % lanes === lane);
    // Lanes take turns with the new faults, the first lane at once.
    const every = Math.max(1, NEW_FAULT_EVERY / size);
    const turn = Math.floor(every * lane / lanes);
    return Array.from({ length: count }, (_, request) => {
      const hasNew = request % every === turn;
      const events = size === 1
        ? [eventOf(anyOf(traders), hasNew, open)]
        : batchOf(traders, size, hasNew, open);
      return prepare(side, events, open);
    });
  });
}

/** Events of neighbours in the list, of which the last one may be a new fault. */
function batchOf(
  traders: readonly FailingTrader[],
  size: number,
  hasNew: boolean,
  open: Session,
): ErrorEvent[] {
  const first = Math.floor(Math.random() * traders.length);
  return Array.from({ length: Math.ceil(size / EVENTS_PER_TRADER) }, (_, neighbour) => {
    const trader = traders[(first + neighbour) % traders.length] ?? anyOf(traders);
    const main = randomFault();
    return Array.from({ length: Math.min(EVENTS_PER_TRADER, size) }, (_, place) => {
      if (hasNew && neighbour * EVENTS_PER_TRADER + place === size - 1) {
        return newEvent(trader, open.market);
      }
      return knownEvent(trader, place === 0 ? randomFault() : main);
    });
  }).flat();
}

function stormLanes(
  { events, size, lanes }: Extract<IngestRequest, { kind: "storm" }>,
  open: Session,
): Prepared[][] {
  const next = stormOf(anyOf(open.traders), open.market);
  return Array.from({ length: lanes }, (_, lane) => {
    const requests = Math.floor(events / size / lanes) + (lane < events / size % lanes ? 1 : 0);
    return Array.from(
      { length: requests },
      () => prepare("ours", Array.from({ length: size }, next), open),
    );
  });
}

function prepare(side: Side, events: ErrorEvent[], open: Session): Prepared {
  if (side === "ours") {
    const report = signedReport(events, open.recordErrorSecret);
    return () => send(report, open);
  }
  const owners = new Map(open.traders.map(({ trader_id, user_id }) => [trader_id, user_id]));
  const rows = events.map((event) => rowOf(event, owners.get(event.trader_id)));
  const [row = {}] = rows;
  return async () => {
    const { error } = await open.supabase
      .from(open.table)
      .insert(rows.length === 1 ? row : rows)
      .abortSignal(AbortSignal.timeout(INSERT_LIMIT_MS));
    if (error) throw new Error(`The plain insert failed: ${error.message}`, { cause: error });
    return 0;
  };
}

/** The event as a caller without record-error would store it. */
function rowOf(event: ErrorEvent, user_id: string | undefined): Record<string, unknown> {
  const { symbol, trigger_interval } = event.context;
  return { market_data: null, ...event, user_id, symbol, trigger_interval };
}

function eventOf(trader: FailingTrader, isNew: boolean, { market }: Session): ErrorEvent {
  return isNew ? newEvent(trader, market) : knownEvent(trader);
}
