// Database errors as PostgREST answers them. @supabase/lite knows the commonest codes and hides the rest, those that
// migrations raise included, behind a bare 500.
import { errorMessage } from "./log.ts";

/** Codes and classes that @supabase/lite translates itself. */
const KNOWN = /^(42|22|21|23502|23503|23505|25006|PT|PGRST)/;

// The status for a code is that of the first line whose prefix it has; what no line names is the caller's fault, 400.
const STATUS: readonly (readonly [prefix: string, status: number])[] = [
  ["08", 503],
  ["09", 500],
  ["0L", 403],
  ["0P", 403],
  ["25", 500],
  ["28", 403],
  ["2D", 500],
  ["38", 500],
  ["39", 500],
  ["3B", 500],
  ["40", 500],
  ["53400", 500],
  ["53", 503],
  ["54", 500],
  ["55", 500],
  ["57P01", 503],
  ["57", 500],
  ["58", 500],
  ["F0", 500],
  ["HV", 500],
  ["P0001", 400],
  ["P0", 500],
  ["XX", 500],
];

interface DatabaseError {
  code: string;
  message: string;
  detail?: string;
  hint?: string;
}

/** The error itself where @supabase/lite answers it well, else one that makes it answer as PostgREST does. */
export function postgrestError(error: unknown): unknown {
  if (isUnreachable(error)) {
    const body = {
      code: "PGRST001",
      message: "Database client error. Retrying the connection.",
      details: errorMessage(error),
    };
    return raised(503, body, { "retry-after": "1" });
  }
  if (!isDatabaseError(error) || KNOWN.test(error.code)) return error;
  const { code, message, detail = null, hint = null } = error;
  const status = STATUS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400;
  return raised(status, { code, message, details: detail, hint }, {});
}

// PostgREST lets a function choose the whole answer by raising SQLSTATE 'PGRST' with JSON; lite supports that too.
function raised(
  status: number,
  body: Record<string, unknown>,
  headers: Record<string, string>,
): DatabaseError {
  return { code: "PGRST", message: JSON.stringify(body), detail: JSON.stringify({ status, headers }) };
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "severity" in error;
}

// What the driver says when there is no server, or none any more.
function isUnreachable(error: unknown): boolean {
  const codes = [
    "ECONNREFUSED",
    "ECONNRESET",
    "CONNECTION_CLOSED",
    "CONNECTION_ENDED",
    "CONNECT_TIMEOUT",
    "57P01",
    "57P03",
  ];
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
