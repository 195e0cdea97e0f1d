// npm run filter: the filter runtime at the command line. Exit code 0 when all is well, 1 for findings, 2 for bad usage.
import {
  checkFilter,
  compareFilters,
  repairFilter,
  runFilter,
} from "../supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import { marketAt, readHistories } from "../local/candles/market-windows.ts";
import type { Component, MarketData } from "../supabase/functions/_shared/filter-runtime/schema.ts";
import { chooseSymbols, openCandles } from "./candles-option.ts";
import { print, runCommand } from "./command-line.ts";
import { type FilterOptions, parseOptions, readCode, usage } from "./filter/options.ts";
import { describeCheck } from "./filter/describe-check.ts";
import { describeComparison } from "./filter/describe-comparison.ts";
import { describeRepair } from "./filter/describe-repair.ts";
import { describeRun, type TimedResult } from "./filter/describe-run.ts";

/** The raw result for programs, the same for people, and whether there is nothing to complain of. */
interface Answer {
  result: unknown;
  text: string;
  fine: boolean;
}

await runCommand(usage, async (args) => {
  const options = parseOptions(args);
  const { result, text, fine } = await answer(options);
  print(options.json ? JSON.stringify(result) : text);
  return fine ? 0 : 1;
});

async function answer(options: FilterOptions): Promise<Answer> {
  const { command, component, file } = options;
  const code = await readCode(file);
  if (command === "check") {
    const result = await checkFilter(code, component);
    return { result, text: describeCheck(file, code, result), fine: result.ok };
  }
  // A file that cannot be read is said before candles are.
  const candidate = options.candidate === undefined ? code : await readCode(options.candidate);
  const inputs = await readMarkets(options);
  await checkFilter("return true", "filter"); // the first call loads the runtime, which is no symbol's time
  switch (command) {
    case "run": {
      const results: TimedResult[] = [];
      for (const input of inputs) results.push(await runTimed(code, component, input));
      return {
        result: { results: results.map(({ result }) => result) },
        text: describeRun(results),
        fine: results.every(({ result }) => result.ok),
      };
    }
    case "compare": {
      const result = await compareFilters({ code, candidate, component, inputs });
      const { summary: { broken, failing }, suppression } = result;
      return { result, text: describeComparison(result), fine: broken + failing + suppression.length === 0 };
    }
    case "repair": {
      const result = await repairFilter({ code, component, inputs });
      return { result, text: describeRepair(file, code, result), fine: result.sound };
    }
  }
}

/** One symbol at a time, so that each has its own time. */
async function runTimed(code: string, component: Component, input: MarketData): Promise<TimedResult> {
  const startedAt = performance.now();
  const [result] = await runFilter({ code, component, inputs: [input] });
  if (!result) throw new Error(`The runtime gave no result for ${input.symbol}`);
  return { result, milliseconds: performance.now() - startedAt };
}

async function readMarkets({ candles, symbols }: FilterOptions): Promise<MarketData[]> {
  const source = await openCandles(candles);
  const histories = await readHistories(source, chooseSymbols(source, symbols));
  return histories.map((history) => marketAt(history));
}
