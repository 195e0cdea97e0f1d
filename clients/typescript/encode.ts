// Turns a report into what is kept and sent. It is encoded at once: the caller's objects may change afterwards.
import { type ErrorEvent, occurrencesOf } from "./event.ts";
import { cutToBytes, utf8Length } from "./text.ts";

const maxMessageBytes = 8_192;
const maxStackBytes = 32_768;
const maxMarketDataBytes = 262_144;

/** An event on its way. */
export interface Kept {
  readonly id: string;
  /** The event's JSON without its closing brace, occurrences and market data. Its last field is the context. */
  head: string;
  /** JSON, dropped when the server finds the event too large. */
  marketData: string | undefined;
  occurrences: number;
  /** What it takes in memory, about. */
  bytes: number;
  /** Whether its own record is in the spool. */
  isSpooled: boolean;
}

export interface Identity {
  executorVersion: string | undefined;
  machineId: string | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What became of the event's market data; `none` where it had none or none was wanted. */
export type MarketData = { kind: "none" } | { kind: "kept"; json: string } | {
  kind: "omitted";
  bytes: number;
};

/** Throws what JSON.stringify throws: about the context, if the event has no problem otherwise. */
export function encodeEvent(event: ErrorEvent, marketData: MarketData, identity: Identity): Kept {
  const id = event.event_id ?? crypto.randomUUID();
  const message = cutToBytes(event.error_message, maxMessageBytes);
  const stack = event.stack_trace === undefined ? undefined : cutToBytes(event.stack_trace, maxStackBytes);
  const truncated = [
    ...(message === event.error_message ? [] : ["error_message"]),
    ...(stack === event.stack_trace ? [] : ["stack_trace"]),
  ];
  const head = JSON.stringify({
    event_id: id,
    trader_id: event.trader_id,
    component: event.component,
    error_type: event.error_type,
    error_message: message,
    stack_trace: stack,
    occurred_at: event.occurred_at ?? new Date(identity.now).toISOString(),
    code_sha256: event.code_sha256,
    filter_code: event.filter_code,
    context: {
      executor_version: identity.executorVersion,
      machine_id: identity.machineId,
      ...event.context,
      ...(truncated.length > 0 && { truncated }),
      ...(marketData.kind === "omitted" && { market_data_omitted_bytes: marketData.bytes }),
    },
  }).slice(0, -1);
  const json = marketData.kind === "kept" ? marketData.json : undefined;
  return keep({ id, head, marketData: json, occurrences: occurrencesOf(event) });
}

/** Encodes market data, or says how large it is where that is more than the server keeps; -1 bytes: not JSON at all. */
export function encodeMarketData(given: NonNullable<ErrorEvent["market_data"]>): MarketData {
  try {
    const json = JSON.stringify(typeof given === "function" ? given() : given);
    if (json === undefined) return { kind: "none" };
    const bytes = utf8Length(json);
    return bytes > maxMarketDataBytes ? { kind: "omitted", bytes } : { kind: "kept", json };
  } catch {
    // The error itself is worth more than its evidence.
    return { kind: "omitted", bytes: -1 };
  }
}

/** The event as record-error takes it. */
export function toJson({ head, marketData, occurrences }: Kept): string {
  const evidence = marketData === undefined ? "" : `,"market_data":${marketData}`;
  return `${head},"occurrences":${occurrences}${evidence}}`;
}

/** Takes the market data away and says so in the context; false where there is none. */
export function dropMarketData(event: Kept): boolean {
  if (event.marketData === undefined) return false;
  const comma = event.head.endsWith("{}") ? "" : ",";
  const bytes = utf8Length(event.marketData);
  event.head = `${event.head.slice(0, -1)}${comma}"market_data_omitted_bytes":${bytes}}`;
  event.marketData = undefined;
  return true;
}

/** The event of a JSON text that `toJson` wrote. Throws where it is another. */
export function fromJson(json: string): Kept {
  const { market_data, occurrences, ...rest } = JSON.parse(json);
  if (typeof rest.event_id !== "string" || typeof occurrences !== "number") {
    throw new SyntaxError("Cannot read a spooled event: it has no event_id or no occurrences");
  }
  return keep({
    id: rest.event_id,
    head: JSON.stringify(rest).slice(0, -1),
    marketData: market_data === undefined ? undefined : JSON.stringify(market_data),
    occurrences,
  });
}

function keep(event: Pick<Kept, "id" | "head" | "marketData" | "occurrences">): Kept {
  const bytes = utf8Length(event.head) + utf8Length(event.marketData ?? "");
  return { ...event, bytes, isSpooled: false };
}
