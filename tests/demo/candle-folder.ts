// A folder as CANDLES_DIR should be, written by the generator: candles for tests that must ask no exchange.
import { join } from "node:path";
import { openGeneratorSource } from "../../local/candles/generator-source.ts";

export interface CandleFolder extends AsyncDisposable {
  path: string;
}

export async function writeCandleFolder(
  { now, symbols, candles }: { now: number; symbols: number; candles: number },
): Promise<CandleFolder> {
  const path = await Deno.makeTempDir();
  const source = openGeneratorSource({ now });
  const tickers: Record<string, unknown> = {};
  for (const symbol of source.symbols.slice(0, symbols)) {
    tickers[symbol] = await source.ticker(symbol);
    for (const interval of source.intervals) {
      const klines = await source.klines(symbol, interval, candles);
      await Deno.writeTextFile(join(path, `${symbol}-${interval}.json`), JSON.stringify(klines));
    }
  }
  await Deno.writeTextFile(join(path, "tickers.json"), JSON.stringify(tickers));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
