// A reporter with a clock that stands still, and the server it reports to.
import type { ReporterConfig } from "../config.ts";
import type { ErrorEvent } from "../event.ts";
import { Reporter } from "../reporter.ts";
import { FakeClock } from "./fake-clock.ts";
import { type FakeRecordError, type Reply, secret, startRecordError } from "./fake-record-error.ts";

export const trader = "11111111-1111-4111-8111-111111111111";

export function error(message: string, changes: Partial<ErrorEvent> = {}): ErrorEvent {
  return { trader_id: trader, error_message: message, ...changes };
}

export interface Reporting extends AsyncDisposable {
  reporter: Reporter;
  server: FakeRecordError;
  clock: FakeClock;
  logged: string[];
  /** Flushes, and lets the time pass that this takes. */
  flush: () => Promise<void>;
  /** The messages of each delivery. */
  messages: () => string[][];
}

export function startReporting(replies: Reply[] = [], config: Partial<ReporterConfig> = {}): Reporting {
  const server = startRecordError(replies);
  const clock = new FakeClock();
  const logged: string[] = [];
  const reporter = new Reporter({
    url: server.url,
    secret,
    clock,
    random: () => 0.5,
    log: (line) => logged.push(line),
    ...config,
  });
  return {
    reporter,
    server,
    clock,
    logged,
    flush: () => clock.drive(reporter.flush()),
    messages: () => server.deliveries.map(({ events }) => events.map(({ error_message }) => error_message)),
    async [Symbol.asyncDispose](): Promise<void> {
      await reporter.close(AbortSignal.abort()).catch(() => {});
      await server[Symbol.asyncDispose]();
    },
  };
}
