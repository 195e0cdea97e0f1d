// The two ways to the server, as the signed-in user: page functions of the database, and Edge Functions. Both have a time limit, both
// check what they get, and both fail with an ApiError.
import {
  FunctionsFetchError,
  FunctionsHttpError,
  FunctionsRelayError,
  type PostgrestError,
  type SupabaseClient,
} from "@supabase/supabase-js";
import * as z from "zod/mini";
import { ApiError } from "./api-error.ts";

const DATABASE_LIMIT_MS = 15_000;
const FUNCTION_LIMIT_MS = 60_000;

const refusalSchema = z.object({ code: z.string(), message: z.string() });
const UNREACHABLE = "The server cannot be reached. Check your connection; what you see may be out of date";

export interface CallOptions {
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
}

/** Calls a function of the database. */
export async function callDatabase<T>(
  client: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
  schema: z.ZodMiniType<T>,
  { signal }: CallOptions = {},
): Promise<T> {
  const limit = AbortSignal.timeout(DATABASE_LIMIT_MS);
  const { data, error, status } = await client.rpc(name, args)
    .abortSignal(signal ? AbortSignal.any([signal, limit]) : limit);
  if (error) throw databaseError(error, status, limit);
  return read(schema, data, name);
}

/** POSTs to an Edge Function. */
export async function callFunction<T>(
  client: SupabaseClient,
  name: string,
  body: Record<string, unknown>,
  schema: z.ZodMiniType<T>,
  options: CallOptions = {},
): Promise<T> {
  return read(schema, await invoke(client, name, body, options), name);
}

/** The same without reading the answer, which is the Response itself where it is a stream of events. */
export async function invoke(
  client: SupabaseClient,
  name: string,
  body: Record<string, unknown>,
  { signal, headers = {} }: CallOptions = {},
): Promise<unknown> {
  const limit = AbortSignal.timeout(FUNCTION_LIMIT_MS);
  const { data, error } = await client.functions.invoke<unknown>(name, {
    body,
    headers,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  if (error !== null) throw await functionError(error, limit);
  return data;
}

/** An error of a query or a function of the database. */
export function databaseError(error: PostgrestError, status: number, limit?: AbortSignal): ApiError {
  if (status === 0) return unreachable(error, limit);
  // This project's own refusals carry their code in the detail.
  const code = error.code?.startsWith("TE") ? error.details : error.code;
  if (status === 401) return new ApiError("not_signed_in", "Your session has ended. Sign in again", 401);
  return new ApiError(code || "database_error", error.message, status, undefined, { cause: error });
}

async function functionError(error: unknown, limit: AbortSignal): Promise<ApiError> {
  if (error instanceof FunctionsHttpError || error instanceof FunctionsRelayError) {
    const response: Response = error.context;
    const parsed = refusalSchema.safeParse(await response.json().catch(() => null));
    const retryAfter = Number(response.headers.get("retry-after") ?? NaN);
    const { code, message } = parsed.data ?? {
      code: `status_${response.status}`,
      message: `The server answered ${response.status}. Try again`,
    };
    return new ApiError(
      code,
      message,
      response.status,
      Number.isFinite(retryAfter) ? retryAfter : undefined,
      {
        cause: error,
      },
    );
  }
  return unreachable(error instanceof FunctionsFetchError ? error.context : error, limit);
}

function unreachable(cause: unknown, limit?: AbortSignal): ApiError {
  return limit?.aborted
    ? new ApiError("timed_out", "The server took too long to answer. Try again", 0, undefined, { cause })
    : new ApiError("unreachable", UNREACHABLE, 0, undefined, { cause });
}

function read<T>(schema: z.ZodMiniType<T>, data: unknown, name: string): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    "unexpected_answer",
    `The server's answer to ${name} is not what this page expects. Reload the page: it may be older than the server`,
    500,
    undefined,
    { cause: parsed.error },
  );
}
