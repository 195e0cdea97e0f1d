// The executor's HTTP API, as far as the functions use it. Paths and the reload answers are the Go executor's;
// that it answers `symbols` and klines in the shapes given here is an assumption.
import { z } from "zod";
import { type CandleSource, candlesPerInterval } from "../candles/candle-source.ts";
import type { Caller } from "./reload-caller.ts";

export type ReloadOutcome =
  | { kind: "reloaded"; name: string; codeSha256: string }
  | { kind: "unknown" }
  | { kind: "invalid"; message: string };

export interface RouteOptions {
  candles: CandleSource;
  identify: (request: Request) => Promise<Caller>;
  reload: (traderId: string, signal: AbortSignal) => Promise<ReloadOutcome>;
}

const reloadRoute = new URLPattern({ pathname: "/api/v1/traders/:id/reload" });
const klinesRoute = new URLPattern({ pathname: "/api/v1/klines/:symbol/:interval" });
const timeLimitMs = 8_000;
const limitSchema = z.coerce.number().int().min(1).max(1500).default(candlesPerInterval);

export function createHandler(options: RouteOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await route(request, options);
    } catch (error) {
      return failure(502, error instanceof Error ? error.message : String(error));
    }
  };
}

async function route(request: Request, options: RouteOptions): Promise<Response> {
  const reload = reloadRoute.exec(request.url)?.pathname.groups;
  if (reload) {
    if (request.method !== "POST") return wrongMethod("POST");
    return await answerReload(request, decodeURIComponent(reload.id ?? ""), options);
  }
  if (request.method !== "GET") return wrongMethod("GET");
  if (new URL(request.url).pathname === "/api/v1/symbols") {
    return Response.json({ symbols: options.candles.symbols });
  }
  const klines = klinesRoute.exec(request.url)?.pathname.groups;
  if (klines) return await answerKlines(request, klines, options.candles);
  return failure(404, "no such route");
}

async function answerReload(request: Request, id: string, options: RouteOptions): Promise<Response> {
  switch (await options.identify(request)) {
    case "unauthenticated":
      return failure(401, "a bearer token of the executor's owner is needed");
    case "forbidden":
      return failure(403, "this executor belongs to another user");
    case "unknowable":
      return failure(503, "the token cannot be checked at the moment");
    case "allowed":
  }
  const outcome: ReloadOutcome = z.guid().safeParse(id).success
    ? await options.reload(id, AbortSignal.timeout(timeLimitMs))
    : { kind: "unknown" };
  switch (outcome.kind) {
    case "unknown":
      return failure(404, `no enabled trader ${id}`);
    case "invalid":
      return failure(400, outcome.message);
    case "reloaded":
      return Response.json({
        success: true,
        message: `Trader ${outcome.name} reloaded`,
        code_sha256: outcome.codeSha256,
      });
  }
}

async function answerKlines(
  request: Request,
  { symbol = "", interval: name = "" }: Record<string, string | undefined>,
  candles: CandleSource,
): Promise<Response> {
  const interval = candles.intervals.find((known) => known === name);
  if (!candles.symbols.includes(symbol)) return failure(404, `unknown symbol ${symbol}`);
  if (!interval) return failure(404, `unknown interval ${name}`);
  const limit = limitSchema.safeParse(new URL(request.url).searchParams.get("limit") ?? undefined);
  if (!limit.success) return failure(400, "limit must be a whole number from 1 to 1500");
  return Response.json(await candles.klines(symbol, interval, limit.data, AbortSignal.timeout(timeLimitMs)));
}

function failure(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

function wrongMethod(allowed: string): Response {
  return Response.json({ error: `only ${allowed}` }, { status: 405, headers: { allow: allowed } });
}
