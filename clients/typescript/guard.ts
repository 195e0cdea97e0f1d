// Runs code that may throw, so that one failure ends neither the loop it is in nor the process.
import type { ErrorEvent, ReportOutcome } from "./event.ts";

/** What is known of the event before anything has failed. */
export type GuardedEvent = Omit<ErrorEvent, "error_message" | "stack_trace">;

export type Guarded<T> =
  | { ok: true; value: T }
  | { ok: false; error: unknown; report: ReportOutcome };

const maxCauses = 5;

/** What was thrown as an event: its text as the message, its stack and those of its causes. */
export function toEvent(event: GuardedEvent, thrown: unknown): ErrorEvent {
  const isTimeout = thrown instanceof Error && thrown.name === "TimeoutError";
  const stack = stackOf(thrown);
  return {
    ...event,
    error_type: event.error_type ?? (isTimeout ? "timeout" : "runtime"),
    error_message: say(thrown) || "an empty text was thrown",
    ...(stack !== "" && { stack_trace: stack }),
  };
}

function say(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    // An object without a prototype, or one whose toString throws in turn.
    return "something was thrown that has no text";
  }
}

function stackOf(thrown: unknown): string {
  const stacks: string[] = [];
  for (let error = thrown; error instanceof Error && stacks.length < maxCauses; error = error.cause) {
    stacks.push(error.stack ?? say(error));
  }
  return stacks.join("\nCaused by: ");
}
