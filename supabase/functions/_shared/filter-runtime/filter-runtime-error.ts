/**
 * The runtime refused a request as such; `code` says why: `invalid_request`, `request_too_large`, `runtime_crash`,
 * `internal`, or, of a worker, `timeout`, `terminated` or `runtime_unavailable`. Failures of the user's code are results, not errors.
 */
export class FilterRuntimeError extends Error {
  override readonly name = "FilterRuntimeError";

  constructor(readonly code: string, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** A value that breaks a rule, in a message that names all three; `path` is such as "inputs[0].klines.5m[3].close". */
export function invalid(path: string, rule: string, value: unknown): FilterRuntimeError {
  return new FilterRuntimeError("invalid_request", `${path} must be ${rule}, but is ${shown(value)}`);
}

/** A value in a few words: whatever was given, a message stays readable. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
    case "object":
      return value === null ? "null" : Array.isArray(value) ? `a list of ${value.length}` : "an object";
    case "function":
      return "a function";
    default:
      return String(value);
  }
}
