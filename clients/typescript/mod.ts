// What an executor imports.
export type { Clock } from "./clock.ts";
export type { ReporterConfig } from "./config.ts";
export { codeSha256, type ErrorContext, type ErrorEvent, type Problem, type ReportOutcome } from "./event.ts";
export type { Guarded, GuardedEvent } from "./guard.ts";
export type { Counts } from "./metrics.ts";
export { Reporter, UnsentError } from "./reporter.ts";
export { SpoolLockedError } from "./spool-lock.ts";
