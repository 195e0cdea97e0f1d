// The gateway: one port in front of all services, as a project's URL is.
import type { Functions } from "./functions.ts";
import { errorMessage, type Log } from "./log.ts";
import { JWT_SECRET } from "./keys.ts";
import { verifyToken } from "./tokens.ts";

export interface Services {
  restAuth: { fetch(request: Request): Promise<Response> };
  authAdmin: { fetch(request: Request): Promise<Response> };
  realtime: { fetch(request: Request): Promise<Response> };
  functions: Functions;
  /** Functions that check their callers themselves. */
  withoutJwtCheck: ReadonlySet<string>;
}

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET,POST,PUT,PATCH,DELETE,OPTIONS,HEAD",
  "access-control-allow-headers": "*",
};

export type Handler = (request: Request) => Promise<Response>;

/** Routes requests to the services; whatever one of them throws is a 500, never the end of the stack. */
export function createGateway(services: Services, onLog: Log): Handler {
  return async (request) => {
    try {
      return await route(services, request);
    } catch (error) {
      const { pathname } = new URL(request.url);
      onLog({
        source: "api",
        level: "error",
        message: `${request.method} ${pathname}: ${errorMessage(error)}`,
      });
      return Response.json({ code: "INTERNAL_ERROR", message: "An unexpected error occurred" }, {
        status: 500,
      });
    }
  };
}

async function route(services: Services, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const functionPath = pathname.match(/^\/functions\/v1(\/([\w-]+).*)$/);
  if (functionPath) {
    const [, path = "", name = ""] = functionPath;
    // A function answers its own preflight requests, there as here.
    if (request.method !== "OPTIONS" && !services.withoutJwtCheck.has(name)) {
      const refusal = await refuseWithoutToken(request);
      if (refusal) return refusal;
    }
    return await services.functions.fetch(name, path + search, request);
  }

  if (pathname === "/realtime/v1/websocket") return await services.realtime.fetch(request);
  if (!/^\/(rest|auth)\/v1(\/|$)/.test(pathname)) {
    return Response.json({ message: "no Route matched with those values" }, { status: 404 });
  }
  if (request.method === "OPTIONS") return preflight(request);
  const service = pathname.startsWith("/auth/v1/admin/") ? services.authAdmin : services.restAuth;
  return withCors(await service.fetch(request));
}

async function refuseWithoutToken(request: Request): Promise<Response | undefined> {
  const token = request.headers.get("authorization")?.replace(/^Bearer\s+/i, "");
  if (token === undefined) return unauthorized("UNAUTHORIZED_NO_AUTH_HEADER", "Missing authorization header");
  try {
    await verifyToken(token, JWT_SECRET);
    return undefined;
  } catch (error) {
    return unauthorized("UNAUTHORIZED_INVALID_JWT_FORMAT", errorMessage(error));
  }
}

function unauthorized(code: string, message: string): Response {
  return Response.json({ code, message }, { status: 401 });
}

function preflight(request: Request): Response {
  const asked = request.headers.get("access-control-request-headers");
  return new Response(null, {
    headers: {
      ...CORS,
      ...(asked ? { "access-control-allow-headers": asked } : {}),
      "access-control-max-age": "3600",
    },
  });
}

function withCors(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("access-control-allow-origin", "*");
  headers.set("access-control-expose-headers", "*");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
