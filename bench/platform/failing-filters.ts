// What broken traders run: filters of the corpus, each with the failure that the filter runtime really gives on captured candles.
import type { Case } from "../../evals/corpus.ts";
import { cutTo, marketAt, readHistories } from "../../local/candles/market-windows.ts";
import type { CandleSource } from "../../local/candles/candle-source.ts";
import { runFilter } from "../../supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import type { Random } from "../../tests/support/random.ts";

/** Candles of a symbol that was listed long ago, lately, and just now. */
const LENGTHS = [250, 40, 15, 1];
/** Of the filters that fail wherever they run, one in so many fails in some minutes only, as on a rare turn of the market. */
const RARE_EVERY = 4;

export interface FailingFilter {
  one: Case;
  error_type: "compile" | "runtime" | "timeout";
  message: string;
  statement: string;
  /** On every symbol, or on the newly listed ones. */
  symbols: "all" | "new";
  minutes: "every" | "some";
  input: MarketData;
}

/** As many as asked for; no two have the same code. Cases that fail nowhere on these candles are left out. */
export async function failingFilters(
  cases: readonly Case[],
  source: CandleSource,
  count: number,
  random: Random,
): Promise<FailingFilter[]> {
  const [history] = await readHistories(source, source.symbols.slice(0, 1));
  if (history === undefined) throw new Error("The candles must have a symbol, but have none");
  const whole = marketAt(history);
  const found: FailingFilter[] = [];
  const shuffled = cases.filter(({ component }) => component === "filter")
    .map((one) => ({ one, at: random.number() })).toSorted((a, b) => a.at - b.at);
  for (let place = 0, vain = 0; found.length < count && vain < shuffled.length; place++) {
    const { one } = shuffled[place % shuffled.length] ?? {};
    if (one === undefined) break;
    const failing = await failureOf(numbered(one, place), whole, found.length);
    if (failing === undefined) vain++;
    else found.push(failing);
  }
  return found;
}

/** A trader's own code: two with the same would be repaired as one. */
function numbered(one: Case, place: number): Case {
  const own = (code: string): string => `${code}\n// ${place}`;
  return { ...one, code: own(one.code), ...(one.fixed !== undefined && { fixed: own(one.fixed) }) };
}

async function failureOf(one: Case, whole: MarketData, place: number): Promise<FailingFilter | undefined> {
  const inputs = LENGTHS.map((length) => cutTo(whole, length));
  const results = await runFilter({ code: one.code, component: "filter", inputs });
  const index = results.findIndex(({ ok }) => !ok);
  const [result, input] = [results[index], inputs[index]];
  if (result === undefined || result.ok || input === undefined) return undefined;
  const { error } = result;
  return {
    one,
    error_type: error.class === "memory" ? "runtime" : error.class,
    message: error.message,
    // Its own, or the faults of ten traders with one statement would be taken for the platform's.
    statement: `${error.source ?? error.code} // ${place}`,
    symbols: index === 0 ? "all" : "new",
    minutes: error.class === "runtime" && place % RARE_EVERY === 0 ? "some" : "every",
    input,
  };
}
