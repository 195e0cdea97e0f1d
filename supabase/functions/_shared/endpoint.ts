import type { z } from "zod";
import { parseBody, parseJson, readBody } from "./body.ts";
import { ApiError, messageOf } from "./errors.ts";
import { type Fields, Logger } from "./log.ts";

const DEFAULT_MAX_BYTES = 256 * 1024;

const CORS_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, apikey, content-type, x-client-info",
  "Access-Control-Expose-Headers": "Retry-After, X-Request-Id",
};

export interface Call<Body, Caller> {
  body: Body;
  caller: Caller;
  /** Length of the body's text, in UTF-16 units. */
  length: number;
  request: Request;
  log: Logger;
}

export interface Answer {
  status?: number;
  /** Sent as JSON; a Response, as of a stream, is sent as it is. */
  body: unknown;
  /** What the log says of it, besides its status: ids, codes and numbers. */
  logged?: Fields;
}

interface EndpointOptions<Body, Caller> {
  /** The function's name, for logs. */
  name: string;
  /** POST unless given. What a GET says stands in its query: that is its body here. */
  method?: "POST" | "GET";
  body: z.ZodType<Body>;
  /** What the call says, for the schema to parse; the body as JSON, or the fields of the query, unless given. */
  read?: (rawBody: string) => unknown;
  /** Who is calling; throws a 401 or 403. Runs before anything is parsed. */
  authenticate: (request: Request, rawBody: string) => Promise<Caller>;
  handle: (call: Call<Body, Caller>) => Promise<Answer>;
  maxBytes?: number;
  /** Whether browsers may call it. */
  browser?: boolean;
}

/** An endpoint in the form the platform serves: reads, authenticates, parses, handles, and answers `{ code, message }` on failure. */
export function endpoint<Body, Caller>(
  options: EndpointOptions<Body, Caller>,
): { fetch: (request: Request) => Promise<Response> } {
  const method = options.method ?? "POST";
  const headers: Record<string, string> = options.browser
    ? { ...CORS_HEADERS, "Access-Control-Allow-Methods": `${method}, OPTIONS` }
    : {};
  return {
    async fetch(request: Request): Promise<Response> {
      if (options.browser && request.method === "OPTIONS") {
        return new Response(null, { status: 204, headers });
      }
      const requestId = crypto.randomUUID();
      const log = new Logger({ function: options.name, request_id: requestId });
      const started = performance.now();
      const { response, logged } = await answer(request, options, log);
      for (const [name, value] of Object.entries({ ...headers, "X-Request-Id": requestId })) {
        response.headers.set(name, value);
      }
      const ms = Math.round(performance.now() - started);
      log.info("answered", { status: response.status, ms, ...logged });
      return response;
    },
  };
}

async function answer<Body, Caller>(
  request: Request,
  options: EndpointOptions<Body, Caller>,
  log: Logger,
): Promise<{ response: Response; logged?: Fields | undefined }> {
  try {
    const { method = "POST", maxBytes = DEFAULT_MAX_BYTES } = options;
    if (request.method !== method) {
      throw new ApiError(405, "method_not_allowed", `Cannot ${request.method} this: it takes ${method}`);
    }
    const rawBody = method === "GET" ? new URL(request.url).search : await readBody(request, maxBytes);
    const caller = await options.authenticate(request, rawBody);
    const read = options.read ?? (method === "GET" ? parseQuery : parseJson);
    const body = parseBody(options.body, read(rawBody));
    const { status = 200, body: answered, logged } = await options.handle({
      body,
      caller,
      length: rawBody.length,
      request,
      log,
    });
    const response = answered instanceof Response ? answered : Response.json(answered, { status });
    return { response, logged };
  } catch (error) {
    return { response: refuse(error, log) };
  }
}

function parseQuery(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

function refuse(error: unknown, log: Logger): Response {
  if (!(error instanceof ApiError)) {
    log.error("failed", { message: messageOf(error) });
    return Response.json(
      {
        code: "internal_error",
        message: "Something went wrong here. Try again; the request id names this call",
      },
      { status: 500 },
    );
  }
  log.info("refused", { status: error.status, code: error.code });
  return Response.json({ code: error.code, message: error.message }, {
    status: error.status,
    headers: error.retryAfterSeconds === undefined ? {} : { "Retry-After": String(error.retryAfterSeconds) },
  });
}
