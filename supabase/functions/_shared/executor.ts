import * as z from "zod";
import { env, requireEnv } from "./env.ts";
import { type Kline, klineSchema } from "./filter-runtime/schema.ts";

const RELOAD_TIME_LIMIT_MS = 10_000;
const CANDLES_PER_TIMEFRAME = 250;

const symbolsSchema = z.object({ symbols: z.array(z.string()) });
const reloadSchema = z.object({ success: z.literal(true) });
const refusalSchema = z.object({ error: z.string() });

/** How a reload ended: taken, refused for good with the executor's words, or worth another try. */
export type Reload = { status: "deployed" } | { status: "failed" | "pending"; error: string };

/** Tells the executor to run the trader's saved code. `token` is what it identifies the caller by. Never throws. */
export async function reloadTrader(traderId: string, token: string): Promise<Reload> {
  try {
    const response = await fetch(executorUrl(`/api/v1/traders/${traderId}/reload`), {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      // A redirect would carry the user's token to a host nobody configured.
      redirect: "manual",
      signal: AbortSignal.timeout(RELOAD_TIME_LIMIT_MS),
    });
    const body: unknown = await response.json().catch(() => null);
    if (response.ok && reloadSchema.safeParse(body).success) return { status: "deployed" };
    const said = refusalSchema.safeParse(body).data?.error ?? `status ${response.status}`;
    const refused = response.status === 400 || response.status === 404;
    return { status: refused ? "failed" : "pending", error: `The executor answered: ${said.slice(0, 500)}` };
  } catch {
    // The error names the executor's address, which is nobody's business.
    return { status: "pending", error: "The executor could not be reached" };
  }
}

/** The symbols the executor runs filters on; none when no executor is configured. */
export async function fetchSymbols(signal: AbortSignal): Promise<string[]> {
  if (env("EXECUTOR_URL") === undefined) return [];
  return symbolsSchema.parse(await getJson("/api/v1/symbols", signal)).symbols;
}

/** The latest candles of a symbol, oldest first, as many as the executor gives a filter. */
export async function fetchKlines(symbol: string, interval: string, signal: AbortSignal): Promise<Kline[]> {
  const path = `/api/v1/klines/${encodeURIComponent(symbol)}/${
    encodeURIComponent(interval)
  }?limit=${CANDLES_PER_TIMEFRAME}`;
  return z.array(klineSchema).parse(await getJson(path, signal));
}

async function getJson(path: string, signal: AbortSignal): Promise<unknown> {
  const token = env("EXECUTOR_TOKEN");
  const response = await fetch(executorUrl(path), {
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    redirect: "manual",
    signal,
  });
  if (!response.ok) throw new Error(`The executor answered ${response.status} to ${path}`);
  return await response.json();
}

function executorUrl(path: string): URL {
  return new URL(path, requireEnv("EXECUTOR_URL"));
}
