// @supabase/lite writes every error it answers to the console as well, expected ones and stack traces included. The
// caller has the answer; for the stack it is a line of its log.
import { AsyncLocalStorage } from "node:async_hooks";
import { errorMessage, type Log } from "./log.ts";

const logOf = new AsyncLocalStorage<Log>();

const write = console.error;
Object.defineProperty(console, "error", {
  configurable: true,
  writable: true,
  value: (...values: unknown[]): void => {
    const log = logOf.getStore();
    if (log) log({ source: "api", level: "debug", message: values.map(errorMessage).join(" ") });
    else write(...values);
  },
});

/** Runs `act`, turning what it and all it calls write to console.error into log entries. */
export function withoutConsole<T>(log: Log, act: () => Promise<T>): Promise<T> {
  return logOf.run(log, act);
}
