// Candles from a folder: <SYMBOL>-<interval>.json beside tickers.json, whose keys say which symbols there are.
import { join } from "node:path";
import { z } from "zod";
import { type Kline, klineSchema } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import {
  type CandleSource,
  type Interval,
  intervals,
  type Ticker,
  tickerSchema,
  UnknownSymbolError,
} from "./candle-source.ts";

const tickersSchema = z.record(z.string().regex(/^[A-Z0-9]+$/), tickerSchema);
const klinesSchema = z.array(klineSchema).min(1);

/** Reads every file at once, so that a folder that cannot serve a whole demo is refused before one starts. */
export async function openFolderSource(directory: string): Promise<CandleSource> {
  const tickers = new Map(Object.entries(await readJson(directory, "tickers.json", tickersSchema)));
  const symbols = [...tickers.keys()].sort();
  if (symbols.length === 0) {
    throw new Error(`Cannot use CANDLES_DIR=${directory}: tickers.json names no symbol`);
  }

  const files = symbols.flatMap((symbol) => intervals.map((interval) => fileName(symbol, interval)));
  const candles = new Map<string, Kline[]>();
  await Promise.all(files.map(async (file) => {
    candles.set(file, await readJson(directory, file, klinesSchema));
  }));

  return {
    name: "folder",
    reason: `the folder CANDLES_DIR=${directory}`,
    symbols,
    intervals,
    klines(symbol, interval, limit): Promise<Kline[]> {
      const found = candles.get(fileName(symbol, interval));
      return found ? Promise.resolve(found.slice(-limit)) : Promise.reject(new UnknownSymbolError(symbol));
    },
    ticker(symbol): Promise<Ticker> {
      const found = tickers.get(symbol);
      return found ? Promise.resolve(found) : Promise.reject(new UnknownSymbolError(symbol));
    },
  };
}

function fileName(symbol: string, interval: Interval): string {
  return `${symbol}-${interval}.json`;
}

async function readJson<T>(directory: string, file: string, schema: z.ZodType<T>): Promise<T> {
  const refuse = (why: string, cause?: unknown) =>
    new Error(`Cannot use CANDLES_DIR=${directory}: ${file} ${why}`, { cause });
  const text = await Deno.readTextFile(join(directory, file)).catch((cause) => {
    throw refuse(
      "cannot be read; the folder needs tickers.json and <SYMBOL>-<interval>.json for each",
      cause,
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse("is not JSON", cause);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refuse(`does not hold what it should: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
