// What a reporter is told at its start. Defaults are for an executor of some hundred traders.
import { type Clock, systemClock } from "./clock.ts";
import { readSecret } from "./sign.ts";

export interface ReporterConfig {
  /** The full address of record-error. */
  url: string;
  /** RECORD_ERROR_SECRET: `whsec_<base64>`. */
  secret: string;
  executorVersion?: string | undefined;
  machineId?: string | undefined;

  /** Distinct events that are sent without waiting any longer. */
  flushCount?: number | undefined;
  /** Bytes that are sent without waiting any longer. */
  flushBytes?: number | undefined;
  /** How long the first event of a window waits for others. */
  flushIntervalMs?: number | undefined;
  /** Distinct events kept in memory, those that are being sent included. */
  maxEvents?: number | undefined;
  /** Bytes of events kept in memory. */
  maxBytes?: number | undefined;
  /** One try's time, from the connection to the end of the answer. */
  requestTimeoutMs?: number | undefined;
  /** Market data goes with a fault once in this time. */
  sampleIntervalMs?: number | undefined;

  /** A folder of this process alone, where events outlive it. Needs node:fs; without it events are in memory only. */
  spoolDir?: string | undefined;
  /** Bytes on disk above which new events are kept in memory only. */
  spoolMaxBytes?: number | undefined;

  /** Told about changes of state and lost events, one line each: ids and codes, no secret, code or market data. */
  log?: ((line: string) => void) | undefined;
  fetch?: typeof fetch | undefined;
  clock?: Clock | undefined;
  /** In [0, 1), as Math.random. */
  random?: (() => number) | undefined;
}

/** A configuration with every default filled in. */
export interface Settings {
  url: string;
  key: Uint8Array<ArrayBuffer>;
  executorVersion: string | undefined;
  machineId: string | undefined;
  flushCount: number;
  flushBytes: number;
  flushIntervalMs: number;
  maxEvents: number;
  maxBytes: number;
  requestTimeoutMs: number;
  sampleIntervalMs: number;
  spoolDir: string | undefined;
  spoolMaxBytes: number;
  log: (line: string) => void;
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
}

/** Throws a RangeError or TypeError that names field, rule and value; of the secret never the value. */
export function readConfig(config: ReporterConfig): Settings {
  return {
    url: readUrl(config.url),
    key: readSecret(config.secret),
    executorVersion: config.executorVersion,
    machineId: config.machineId,
    flushCount: positive("flushCount", config.flushCount, 100),
    flushBytes: positive("flushBytes", config.flushBytes, 1_000_000),
    flushIntervalMs: positive("flushIntervalMs", config.flushIntervalMs, 1_000),
    maxEvents: positive("maxEvents", config.maxEvents, 10_000),
    maxBytes: positive("maxBytes", config.maxBytes, 16_000_000),
    requestTimeoutMs: positive("requestTimeoutMs", config.requestTimeoutMs, 10_000),
    sampleIntervalMs: positive("sampleIntervalMs", config.sampleIntervalMs, 3_600_000),
    spoolDir: config.spoolDir,
    spoolMaxBytes: positive("spoolMaxBytes", config.spoolMaxBytes, 64_000_000),
    log: careful(config.log ?? ((line) => console.error(line))),
    fetch: config.fetch ?? ((input, init) => fetch(input, init)),
    clock: config.clock ?? systemClock,
    random: config.random ?? Math.random,
  };
}

function readUrl(url: string): string {
  if (/^https?:\/\/./.test(url) && URL.canParse(url)) return url;
  throw new TypeError(`Cannot report errors as 'url' must be an http(s) address: current value is '${url}'`);
}

function positive(field: string, value: number | undefined, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(
    `Cannot report errors as '${field}' must be a positive integer: current value is ${value}`,
  );
}

/** A log that throws must not stop the sending. */
function careful(log: (line: string) => void): (line: string) => void {
  return (line) => {
    try {
      log(line);
    } catch {
      // Nobody is left to be told.
    }
  };
}
