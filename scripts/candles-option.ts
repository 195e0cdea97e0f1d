// --candles DIR of the commands, and what is used without it.
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import type { CandleSource } from "../local/candles/candle-source.ts";
import { openFolderSource } from "../local/candles/folder-source.ts";
import { openGeneratorSource } from "../local/candles/generator-source.ts";
import { complain, UsageError } from "./command-line.ts";

// A command says the same today and tomorrow.
const GENERATED_UNTIL = Date.UTC(2026, 1, 28);

/** The folder that is named, else CANDLES_DIR, else `fallback` if it is there, else the generator; says which on standard error. */
export async function openCandles(directory: string | undefined, fallback?: string): Promise<CandleSource> {
  const named = directory ?? (Deno.env.get("CANDLES_DIR") || undefined);
  const folder = named ?? (fallback !== undefined && await isDirectory(fallback) ? fallback : undefined);
  const source = folder === undefined
    ? openGeneratorSource({ now: GENERATED_UNTIL, reason: "the seeded generator, as no folder is given" })
    : await openFolder(folder, directory === undefined ? "CANDLES_DIR" : "--candles");
  complain(`Candles: ${folder === undefined ? source.reason : folder}`);
  return source;
}

async function openFolder(directory: string, option: string): Promise<CandleSource> {
  try {
    return await openFolderSource(directory);
  } catch (error) {
    throw new UsageError(
      `${option} must be a folder of candles, tickers.json and <SYMBOL>-<interval>.json, but ${directory} is not. ` +
        messageOf(error),
    );
  }
}

/** --symbols A,B: those that are named, else all. */
export function chooseSymbols(source: CandleSource, text: string | undefined): readonly string[] {
  if (text === undefined) return source.symbols;
  const chosen = text.split(",").map((symbol) => symbol.trim()).filter(Boolean);
  const unknown = chosen.find((symbol) => !source.symbols.includes(symbol));
  if (chosen.length === 0 || unknown !== undefined) {
    throw new UsageError(
      `--symbols must be symbols of the candles, separated by commas: ${source.symbols.join(", ")}; ` +
        `there is no "${unknown ?? text}"`,
    );
  }
  return [...new Set(chosen)];
}

async function isDirectory(path: string): Promise<boolean> {
  return await Deno.stat(path).then((found) => found.isDirectory, () => false);
}
