// The filter runtime: how long a filter takes to start, compile and run, and what the sandbox costs.
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { openCandles } from "../scripts/candles-option.ts";
import { checkFilter, runFilter } from "../supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import compressed from "../supabase/functions/_shared/filter-runtime/filter-wasm.js";
import type { MarketData } from "../supabase/functions/_shared/filter-runtime/schema.ts";
import { measureNatively } from "./runtime/native.ts";
import { median, milliseconds, quantile, rounded } from "./runtime/numbers.ts";
import { folderOfCandles, readFilters, someMarkets } from "./runtime/workload.ts";

const COLD_STARTS = 9;
const ROUNDS = 25;
const WARM_UP = 40;
const SYMBOLS = 40;

const coldSchema = z.object({ milliseconds: z.number() });
const validationSchema = z.object({
  cpuMs: z.number(),
  coldCpuMs: z.number(),
  wallMs: z.number(),
  rssBeforeMb: z.number(),
  rssMb: z.number(),
});

export async function benchRuntime(): Promise<object> {
  const filters = await readFilters();
  const codes = filters.map(({ code }) => code);
  const markets = await someMarkets(await openCandles(undefined, folderOfCandles), SYMBOLS);

  const coldStarts: number[] = [];
  for (let i = 0; i < COLD_STARTS; i++) {
    coldStarts.push((await subprocess("cold-start.ts", coldSchema)).milliseconds);
  }
  const validation = await subprocess("validate.ts", validationSchema, { codes, inputs: markets });
  const compile = await compileTimes(codes);
  const run = await runTimes(codes, markets);
  const native = await measureNatively(codes, markets);
  const gzip = Uint8Array.from(atob(compressed), (character) => character.charCodeAt(0));
  const perSymbol = median(run);
  return {
    cold_start_ms: rounded(median(coldStarts)),
    compile_ms: { p50: rounded(median(compile)), p95: rounded(quantile(compile, 0.95)) },
    run_us_per_symbol: rounded(perSymbol),
    run_us_by_filter: Object.fromEntries(filters.map(({ name }, index) => [name, rounded(run[index] ?? 0)])),
    validate_40_cpu_ms: rounded(validation.cpuMs),
    validate_40_cold_cpu_ms: rounded(validation.coldCpuMs),
    validate_40_wall_ms: rounded(validation.wallMs),
    rss_mb: rounded(validation.rssMb),
    rss_before_mb: rounded(validation.rssBeforeMb),
    wasm_bytes: gunzipSync(gzip).length,
    wasm_gz_bytes: gzip.length,
    native_run_us_per_symbol: native && rounded(native.run),
    ratio_to_native: native && rounded(perSymbol / native.run),
    interpreter_us_per_symbol: native && rounded(native.interpreter),
    metering_ratio: native && rounded(native.meteringRatio),
    filters: filters.length,
    symbols: markets.length,
  };
}

/** Milliseconds of each check, once the engine has optimised the module. */
async function compileTimes(codes: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const code of codes) {
      const took = await milliseconds(() => checkFilter(code, "filter"));
      if (round >= 0) times.push(took);
    }
  }
  return times;
}

/** Microseconds per symbol of each filter, compilation left out. */
async function runTimes(codes: readonly string[], inputs: MarketData[]): Promise<number[]> {
  const times: number[] = [];
  for (const code of codes) {
    const rounds: number[] = [];
    for (let round = -3; round < ROUNDS; round++) {
      const empty = await milliseconds(() => runFilter({ code, component: "filter", inputs: [] }));
      const full = await milliseconds(() => runFilter({ code, component: "filter", inputs }));
      if (round >= 0) rounds.push((full - empty) * 1_000 / inputs.length);
    }
    times.push(median(rounds));
  }
  return times;
}

/** Runs a script of bench/runtime in a process of its own, with `input` as JSON, and parses the JSON it prints. */
async function subprocess<T>(script: string, schema: z.ZodType<T>, input: unknown = null): Promise<T> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", new URL(`runtime/${script}`, import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, stdout, stderr }] = await Promise.all([
    child.output(),
    new Response(JSON.stringify(input)).body?.pipeTo(child.stdin),
  ]);
  if (!success) throw new Error(`bench/runtime/${script} failed: ${new TextDecoder().decode(stderr)}`);
  return schema.parse(JSON.parse(new TextDecoder().decode(stdout)));
}
