import * as z from "zod";
import { boundedFetch } from "./bounded-fetch.ts";
import { env } from "./env.ts";
import { tokenOfApp } from "./executor-token.ts";
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

/** Where an executor is, without a slash at the end, and what the platform identifies itself by there. */
export interface Executor {
  url: string;
  /** Undefined when the operator has set none. */
  token: string | undefined;
}

/**
 * The executor that runs a trader: its owner's Fly app, else the platform's. Null when there is none, or the app's name is none: it comes
 * from a table that this project does not keep, and must not name a host of its own.
 */
export function executorOf(flyApp: string | null, variable = env): Executor | null {
  const url = flyApp === null ? variable("EXECUTOR_URL") : urlOfApp(flyApp, variable);
  return url === undefined ? null : { url: url.replace(/\/+$/, ""), token: platformToken(flyApp, variable) };
}

function urlOfApp(flyApp: string, variable: typeof env): string | undefined {
  if (!APP_NAME.test(flyApp)) return undefined;
  const url = (variable("EXECUTOR_APP_URL") ?? APP_URL).replace("{app}", flyApp);
  // What the rule lets through may be no host yet, such as broken punycode.
  return URL.canParse(url) ? url : undefined;
}

/** EXECUTOR_TOKEN at the platform's own executor; at an app, whose owner can read it there, one that is good for that app only. */
export function platformToken(flyApp: string | null, variable = env): string | undefined {
  const token = variable("EXECUTOR_TOKEN");
  return token === undefined || flyApp === null ? token : tokenOfApp(flyApp, token);
}

/** The symbols an executor runs filters on. */
export async function fetchSymbols(executor: Executor, signal: AbortSignal): Promise<string[]> {
  return symbolsSchema.parse(await getJson(executor, "/api/v1/symbols", signal)).symbols;
}

/** The latest candles of a symbol, oldest first; as many as the executor gives a filter unless `limit` says otherwise. */
export async function fetchKlines(
  executor: Executor,
  symbol: string,
  interval: string,
  signal: AbortSignal,
  limit = CANDLES_PER_TIMEFRAME,
): Promise<Kline[]> {
  const path = `/api/v1/klines/${segmentOf(symbol)}/${segmentOf(interval)}?limit=${limit}`;
  return klinesSchema.parse(await getJson(executor, path, signal));
}

/** A text as one segment of a path. Throws for those that no encoding keeps from leading elsewhere, and for what is no text. */
function segmentOf(text: string): string {
  if (/^\.{0,2}$/.test(text)) throw new Error(`Cannot ask the executor for "${text}"`);
  return encodeURIComponent(text);
}

async function getJson({ url, token }: Executor, path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetchBounded(url + path, {
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    signal,
  });
  if (!response.ok) throw new Error(`The executor answered ${response.status} to ${path}`);
  return await response.json();
}
