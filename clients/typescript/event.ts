// An error as an executor reports it. The names are those of record-error's events: what is written here is what is sent.

export interface ErrorContext {
  trigger_interval?: string | undefined;
  symbol?: string | undefined;
  symbols_processed?: number | undefined;
  execution_duration_ms?: number | undefined;
  /** Filled from the configuration. */
  executor_version?: string | undefined;
  /** Filled from the configuration. */
  machine_id?: string | undefined;
  failing_function?: string | undefined;
  failing_statement?: string | undefined;
  [name: string]: unknown;
}

export interface ErrorEvent {
  /** A UUID. Made by the reporter; one that is given here is kept, and the event then merges with no other. */
  event_id?: string | undefined;
  trader_id: string;
  /** `filter` if not said. */
  component?: "filter" | "series" | undefined;
  /** Read from the message by the server if not said. */
  error_type?: "compile" | "runtime" | "timeout" | "infrastructure" | undefined;
  error_message: string;
  stack_trace?: string | undefined;
  /** RFC 3339; the time of the report if not said. */
  occurred_at?: string | undefined;
  /** Lower-case hex SHA-256 of code, one NUL byte, series code. */
  code_sha256?: string | undefined;
  /** In place of the hash, for code that the server may not know. */
  filter_code?: string | undefined;
  /** 1 if not said. */
  occurrences?: number | undefined;
  context?: ErrorContext | undefined;
  /** What the code was given, or a function that gives it: it is called only where the data is wanted. */
  market_data?: object | (() => object) | undefined;
}

export const maxOccurrences = 1_000_000;

/** Why an event cannot be reported: the field, the rule it breaks, and what it holds. */
export interface Problem {
  field: string;
  rule: string;
  value: unknown;
}

/** What became of a report. */
export type ReportOutcome =
  /** It will be sent; `eventId` is that of the event it was merged into, where it was merged. */
  | { kind: "kept"; eventId: string }
  /** There is no room: it is lost, and counted. */
  | { kind: "full" }
  | { kind: "closed" }
  | ({ kind: "invalid" } & Problem);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What the server would refuse, as far as a look tells; undefined when the event may be sent. */
export function findProblem(event: ErrorEvent): Problem | undefined {
  const problem = (field: keyof ErrorEvent, rule: string): Problem => ({ field, rule, value: event[field] });
  const { event_id, trader_id, component, error_message, occurred_at, code_sha256, occurrences } = event;
  if (typeof trader_id !== "string" || !uuid.test(trader_id)) return problem("trader_id", "must be a UUID");
  if (typeof error_message !== "string" || error_message === "") {
    return problem("error_message", "must be a text that is not empty");
  }
  if (occurrences !== undefined && !isCount(occurrences)) {
    return problem("occurrences", `must be an integer from 1 to ${maxOccurrences}`);
  }
  if (event_id !== undefined && !uuid.test(event_id)) return problem("event_id", "must be a UUID");
  if (component !== undefined && component !== "filter" && component !== "series") {
    return problem("component", "must be filter or series");
  }
  if (occurred_at !== undefined && !isTime(occurred_at)) {
    return problem("occurred_at", "must be an RFC 3339 time");
  }
  if (code_sha256 !== undefined && !/^[0-9a-f]{64}$/.test(code_sha256)) {
    return problem("code_sha256", "must be 64 lower-case hexadecimal digits");
  }
  return undefined;
}

/** What the event stands for; 1 where it says nothing that can be counted. */
export function occurrencesOf({ occurrences }: ErrorEvent): number {
  return occurrences !== undefined && isCount(occurrences) ? occurrences : 1;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= maxOccurrences;
}

function isTime(value: string): boolean {
  return time.test(value) && !Number.isNaN(Date.parse(value));
}

/** Events with the same key within one window are one event. */
export function coalescingKey(event: ErrorEvent): string {
  if (event.event_id !== undefined) return event.event_id;
  const { context } = event;
  return JSON.stringify([
    event.trader_id,
    event.component ?? "filter",
    event.error_type,
    event.error_message,
    event.code_sha256 ?? event.filter_code,
    context?.symbol,
    context?.trigger_interval,
    context?.failing_function,
    context?.failing_statement,
  ]);
}

/** `code_sha256` of a filter. Series code is '' where there is none. */
export async function codeSha256(code: string, seriesCode: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${code}\0${seriesCode}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
