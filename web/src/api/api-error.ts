/** What went wrong with a call: a machine code to switch on, and a sentence for people that says what to do. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly retryAfterSeconds: number | undefined = undefined,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }
}

/** The call came to nothing on the way, or nothing had come back in time: trying again may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}

/** Somebody or something else was faster: what the page shows is out of date. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}

/** The session is over, or is none. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** A sentence for people about anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
