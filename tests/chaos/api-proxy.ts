// Stands between the functions and the project's API.
import { type LocalServer, serveLocally } from "../../local/executor/local-server.ts";
import type { OnMoment } from "./moment.ts";

const LIMIT_MS = 30_000;

export interface ApiProxy extends LocalServer {
  /** The API's own URL, once it is known. */
  target: string;
}

export function startApiProxy(onMoment: OnMoment): ApiProxy {
  const proxy: ApiProxy = {
    target: "",
    ...serveLocally(0, "", async (request) => {
      const { pathname, search } = new URL(request.url);
      const [, name] = /^\/rest\/v1\/rpc\/(\w+)$/.exec(pathname) ?? [];
      if (name !== undefined && await onMoment(`before ${name}`)) return nobodyWaits();
      const answer = await passOn(request, proxy.target + pathname + search);
      return name !== undefined && await onMoment(`after ${name}`) ? nobodyWaits() : answer;
    }),
  };
  return proxy;
}

/** The caller's end ends nothing here: what it has sent is carried out. */
async function passOn(request: Request, url: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.delete("host");
  const response = await fetch(url, {
    method: request.method,
    headers,
    body: request.body === null ? null : await request.arrayBuffer(),
    redirect: "manual",
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const body = await response.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, {
    status: response.status,
    headers: response.headers,
  });
}

function nobodyWaits(): Response {
  return new Response(null, { status: 503 });
}
