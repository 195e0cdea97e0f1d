import * as z from "zod";
import { boundedFetch } from "./bounded-fetch.ts";
import { env } from "./env.ts";
import { type Kline, klineSchema } from "./filter-runtime/schema.ts";

/** As many candles of a timeframe as the executor gives a filter. */
export const CANDLES_PER_TIMEFRAME = 250;

const APP_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Where Fly serves an app under its name. */
const APP_URL = "https://{app}.fly.dev";
/** Some thousand candles. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export const symbolsSchema = z.object({ symbols: z.array(z.string()) });
export const klinesSchema = z.array(klineSchema);
const fetchBounded = boundedFetch(MAX_ANSWER_BYTES);

/**
 * The base URL of the executor that runs a trader: its owner's Fly app, else the platform's. Null when there is none, or the app's name is
 * none: it comes from a table that this project does not keep, and must not name a host of its own.
 */
export function executorOf(flyApp: string | null): string | null {
  if (flyApp === null) return env("EXECUTOR_URL")?.replace(/\/+$/, "") ?? null;
  return APP_NAME.test(flyApp) ? (env("EXECUTOR_APP_URL") ?? APP_URL).replace("{app}", flyApp) : null;
}

/** The symbols an executor runs filters on. */
export async function fetchSymbols(executor: string, signal: AbortSignal): Promise<string[]> {
  return symbolsSchema.parse(await getJson(executor, "/api/v1/symbols", signal)).symbols;
}

/** The latest candles of a symbol, oldest first; as many as the executor gives a filter unless `limit` says otherwise. */
export async function fetchKlines(
  executor: string,
  symbol: string,
  interval: string,
  signal: AbortSignal,
  limit = CANDLES_PER_TIMEFRAME,
): Promise<Kline[]> {
  const path = `/api/v1/klines/${encodeURIComponent(symbol)}/${encodeURIComponent(interval)}?limit=${limit}`;
  return klinesSchema.parse(await getJson(executor, path, signal));
}

async function getJson(executor: string, path: string, signal: AbortSignal): Promise<unknown> {
  const token = env("EXECUTOR_TOKEN");
  const response = await fetchBounded(executor + path, {
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    redirect: "manual",
    signal,
  });
  if (!response.ok) throw new Error(`The executor answered ${response.status} to ${path}`);
  return await response.json();
}
