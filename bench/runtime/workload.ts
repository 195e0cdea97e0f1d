// What is measured: filters as users have them, on as many candles as the executor hands out.
import { fileURLToPath } from "node:url";
import type { CandleSource } from "../../local/candles/candle-source.ts";
import { marketAt, readHistories, withTimeframes } from "../../local/candles/market-windows.ts";
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

const FILTERS = new URL("../filters/", import.meta.url);
const ENDING = ".go.txt";
const TIMEFRAMES = ["1m", "5m", "15m", "1h"];
const SHIFT = 30;

export const folderOfCandles = fileURLToPath(new URL("../../../shared/data/klines", import.meta.url));

export async function readFilters(): Promise<{ name: string; code: string }[]> {
  const files = [...Deno.readDirSync(FILTERS)].map(({ name }) => name).filter((name) =>
    name.endsWith(ENDING)
  );
  return await Promise.all(
    files.sort().map(async (file) => ({
      name: file.slice(0, -ENDING.length),
      code: await Deno.readTextFile(new URL(file, FILTERS)),
    })),
  );
}

/** As many markets as asked for, of 4 timeframes: a source with fewer symbols gives each at several times. */
export async function someMarkets(source: CandleSource, count: number): Promise<MarketData[]> {
  const histories = await readHistories(source, source.symbols);
  return Array.from({ length: count }, (_, index) => {
    const history = histories[index % histories.length];
    if (!history) throw new Error("The candles have no symbol");
    const market = marketAt(history, Math.floor(index / histories.length) * SHIFT);
    return {
      ...withTimeframes(market, (interval) => TIMEFRAMES.includes(interval)),
      symbol: `BENCH${index + 1}USDT`,
    };
  });
}
