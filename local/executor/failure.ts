// What the runtime reports, in the words in which the Go executor reports it: the texts that record-error meets in
// production, prefixes included.
import type {
  Component,
  Failure as RuntimeFailure,
} from "../../supabase/functions/_shared/filter-runtime/schema.ts";

export type ErrorType = "compile" | "runtime" | "timeout" | "infrastructure";

export interface Failure {
  component: Component;
  errorType: ErrorType;
  message: string;
  symbol: string;
}

export function toFailure(
  traderId: string,
  component: Component,
  symbol: string,
  error: RuntimeFailure,
): Failure {
  const words = component === "filter" ? filterWords(traderId, error) : seriesWords(error);
  return { component, symbol, ...words };
}

type Words = Pick<Failure, "errorType" | "message">;

function filterWords(traderId: string, error: RuntimeFailure): Words {
  switch (error.class) {
    case "compile":
      return { errorType: "compile", message: `failed to compile filter code: ${placed(error)}` };
    case "runtime":
      return { errorType: "runtime", message: `panic in trader ${traderId}: ${error.message}` };
    case "timeout":
      return { errorType: "timeout", message: "filter execution timed out after 1s" };
    case "memory":
      return { errorType: "runtime", message: `filter execution failed: ${error.message}` };
  }
}

function seriesWords(error: RuntimeFailure): Words {
  switch (error.class) {
    case "compile":
      return { errorType: "compile", message: `failed to evaluate series code: ${placed(error)}` };
    case "runtime":
      return { errorType: "runtime", message: `panic in series code: ${error.message}` };
    case "timeout":
      return { errorType: "timeout", message: "series code execution timeout" };
    case "memory":
      return { errorType: "runtime", message: `Series code execution failed: ${error.message}` };
  }
}

/** The message behind its position in the whole program, whose line 10 is line 1 of the user's code. */
function placed({ column, line, message }: RuntimeFailure): string {
  return line === undefined ? message : `${line + 9}:${column ?? 1}: ${message}`;
}
