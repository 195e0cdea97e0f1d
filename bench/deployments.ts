// How long an owner waits for code: from the click to the executor, from a fault of new code to the return of the last healthy code, and for
// a preview.
import { openCandles } from "../scripts/candles-option.ts";
import { makeRepairs, type Repair } from "../tests/chaos/repairs.ts";
import { LoadingExecutor } from "./deployments/loading-executor.ts";
import { manyMarkets } from "./deployments/many-markets.ts";
import {
  type PreviewTimes,
  timeAcceptance,
  timePreview,
  timeReturn,
  type Times,
} from "./deployments/measure.ts";
import { type SignedIn, signIn } from "./deployments/owners.ts";
import { repairFilters } from "./deployments/previewed-fixes.ts";
import { createUsers } from "./latency/broken-traders.ts";
import { type BenchStack, openStack } from "./load/bench-stack.ts";
import { quieten } from "./load/quiet.ts";
import { rounded, spread } from "./runtime/numbers.ts";
import { folderOfCandles } from "./runtime/workload.ts";

const ACCEPTANCES = 100;
const RETURNS = 50;
const PREVIEWS = 20;
const PREVIEWED_FILTERS = 5;
const SYMBOLS = 40;
/** What preview-fix allows itself. */
const PREVIEW_RUN_LIMIT_MS = 1_200;
const WARM_UP = 5;

export async function benchDeployments(): Promise<object> {
  const candles = manyMarkets(await openCandles(undefined, folderOfCandles), SYMBOLS);
  await using executor = new LoadingExecutor(candles);
  await using bench = await openStack({ EXECUTOR_URL: executor.url });
  executor.database = bench.stack.sql;
  const [first, second] = await createUsers(bench.stack, 2);
  if (first === undefined || second === undefined) throw new Error("There must be two owners");
  const [owner, viewer] = [await signIn(bench.stack, first), await signIn(bench.stack, second)];

  const [load = 0] = Deno.loadavg();
  const previews = await previewAll(
    bench,
    viewer,
    await repairFilters(bench, viewer, candles, PREVIEWED_FILTERS),
  );
  await quieten(bench.admin);
  const repairs = await makeRepairs(bench.stack.sql, {
    users: [owner],
    count: WARM_UP + ACCEPTANCES,
    healthyBefore: () => 1,
    load: () => Promise.resolve(),
  });
  const accepted = await inTurn(repairs, (repair) => timeAcceptance(bench, executor, repair));
  const healthy = await healthyCode(bench, repairs[0]);
  const returned = await inTurn(
    repairs.slice(0, WARM_UP + RETURNS),
    (repair) => timeReturn(bench, executor, repair, healthy),
  );
  return {
    accept_to_running_ms: spread(accepted.map(({ loaded }) => loaded)),
    accept_to_answer_ms: spread(accepted.map(({ answered }) => answered)),
    fault_to_earlier_code_ms: spread(returned.map(({ loaded }) => loaded)),
    fault_to_answer_ms: spread(returned.map(({ answered }) => answered)),
    ...previewFigures(previews),
    load_before: rounded(load),
  };
}

/** Without the first ones, for which the functions boot. */
async function inTurn(
  repairs: readonly Repair<SignedIn>[],
  measure: (repair: Repair<SignedIn>) => Promise<Times>,
): Promise<Times[]> {
  const times: Times[] = [];
  for (const repair of repairs) times.push(await measure(repair));
  return times.slice(WARM_UP);
}

async function previewAll(
  bench: BenchStack,
  viewer: SignedIn,
  fixes: readonly string[],
): Promise<PreviewTimes[]> {
  const times: PreviewTimes[] = [];
  // One user asks for all of them.
  await bench.stack.sql`update private.settings set previews_per_minute = ${fixes.length + PREVIEWS}`;
  for (let number = 0; number < fixes.length + PREVIEWS; number++) {
    times.push(await timePreview(bench, viewer, fixes[number % fixes.length] ?? ""));
  }
  return times.slice(fixes.length);
}

async function healthyCode(
  { stack: { sql } }: BenchStack,
  repair: Repair<SignedIn> | undefined,
): Promise<string> {
  const [version] = await sql`select code_sha256 from public.filter_versions where id = ${
    repair?.firstVersion ?? null
  }`;
  return String(version?.["code_sha256"]);
}

function previewFigures(times: readonly PreviewTimes[]): object {
  const previews = times.map(({ preview }) => preview);
  const symbolsOf = ({ markets }: PreviewTimes["preview"]): number =>
    new Set(markets.filter(({ from }) => from === "executor").map(({ symbol }) => symbol)).size;
  return {
    preview_ms: spread(times.map(({ answered }) => answered)),
    preview_fetch_ms: spread(previews.map(({ timings }) => timings.fetch_ms)),
    preview_run_ms: spread(previews.map(({ timings }) => timings.run_ms)),
    preview_symbols: Math.min(...previews.map(symbolsOf)),
    // The first lack something of the proof, the comparison or the missed signals; the others perhaps some marks on the charts.
    previews_cut: previews.filter(isCut).length,
    previews_to_the_limit: previews.filter(({ timings }) => timings.run_ms >= PREVIEW_RUN_LIMIT_MS).length,
  };
}

function isCut(preview: PreviewTimes["preview"]): boolean {
  return preview.findings === null || JSON.stringify(preview).includes('"out_of_time"');
}
