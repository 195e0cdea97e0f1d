// What comes in over HTTP: errors a second through record-error, fully drained, against a plain insert of the same rows.
import { z } from "zod";
import { openCandles } from "../scripts/candles-option.ts";
import { cutTo, marketAt, readHistories, withTimeframes } from "../local/candles/market-windows.ts";
import { goldenCross } from "../local/demo/traders/golden-cross.ts";
import type { MarketData } from "../supabase/functions/_shared/filter-runtime/schema.ts";
import { checkDrained, type Drained, readState } from "./ingest/drained.ts";
import { createPlainTable, PLAIN_TABLE } from "./ingest/plain-table.ts";
import { type IngestRequest, NEW_FAULT_EVERY, sentSchema } from "./ingest/protocol.ts";
import { rateOf, takeTurns, type Turn } from "./ingest/turns.ts";
import { type BenchStack, openStack } from "./load/bench-stack.ts";
import { ClientProcess } from "./load/client-process.ts";
import { quieten } from "./load/quiet.ts";
import { createOwners, createTraders, reportKnownFaults } from "./load/traders.ts";
import { rounded } from "./runtime/numbers.ts";
import { folderOfCandles } from "./runtime/workload.ts";

const OWNERS = 100;
const TRADERS = 800;
const CANDLES = 30;
const TIMEFRAME = "1h";
/** Requests under way at once, on both sides alike: those at which each has its best rate. */
const LANES = { single: 16, batch: 4 };
/** For single events, also: with how many the two sides compare how. */
const OTHER_LANES = [1, 4, 8];
const BATCH = 100;
const STORM_EVENTS = 10_000;
const OPEN_LIMIT_MS = 10_000;
const STORM_LIMIT_MS = 120_000;
const SLICES = 4;

export async function benchIngest(): Promise<object> {
  const market = await capturedMarket();
  await using bench = await openStack();
  await createPlainTable(bench.stack);
  await using client = new ClientProcess(new URL("ingest/client.ts", import.meta.url));
  await openClient(bench, client, market);
  const [load = 0] = Deno.loadavg();

  const turns = { bench, client, slices: SLICES };
  // A first, short turn: connections, plans and optimised code.
  for (const size of [1, BATCH]) {
    await takeTurns({ ...turns, slices: 1 }, { size, lanes: LANES.single }, 1_000);
  }

  const single = await takeTurns(turns, { size: 1, lanes: LANES.single });
  const batch = await takeTurns(turns, { size: BATCH, lanes: LANES.batch });
  const byLanes: Record<number, Turn> = {};
  for (const lanes of OTHER_LANES) {
    byLanes[lanes] = await takeTurns({ ...turns, slices: 2 }, { size: 1, lanes });
  }
  const storm = await stormOn(bench, client);
  await bench.setBells(false);
  const silent = {
    single: await takeTurns({ ...turns, slices: 2 }, { size: 1, lanes: LANES.single }),
    batch: await takeTurns({ ...turns, slices: 2 }, { size: BATCH, lanes: LANES.batch }),
  };
  await bench.setBells(true);
  return {
    single: single.compared,
    batch100: batch.compared,
    storm: storm.result,
    drained: [single, batch, storm, silent.single, silent.batch, ...Object.values(byLanes)].every((
      { drained },
    ) => drained.drained),
    details: { single: single.details, batch100: batch.details, storm: storm.drained },
    single_by_lanes: Object.fromEntries(
      Object.entries(byLanes).map(([lanes, { compared }]) => [lanes, compared]),
    ),
    bells_off: { single: silent.single.compared, batch100: silent.batch.compared },
    lanes: LANES,
    traders: TRADERS,
    owners: OWNERS,
    new_fault_every: NEW_FAULT_EVERY,
    load_before: rounded(load),
    plain_is:
      `supabase-js .from("${PLAIN_TABLE}").insert(row) with the secret key, into a twin of trader_error_history: same columns, checks and ` +
      "indexes, no triggers, no foreign keys",
  };
}

/** What a reporter captures of a failure: one symbol's candles of the filter's timeframe. */
async function capturedMarket(): Promise<MarketData> {
  const candles = await openCandles(undefined, folderOfCandles);
  const [history] = await readHistories(candles, candles.symbols.slice(0, 1));
  if (!history) throw new Error("The candles have no symbol");
  return cutTo(withTimeframes(marketAt(history), (interval) => interval === TIMEFRAME), CANDLES);
}

async function openClient(bench: BenchStack, client: ClientProcess, market: MarketData): Promise<void> {
  const owners = await createOwners(bench, OWNERS);
  const traders = await createTraders(
    bench,
    Array.from({ length: TRADERS }, (_, place) => ({
      user_id: owners[place % OWNERS] ?? "",
      name: `Trader ${place}`,
      code: `// ${place}\n${goldenCross.filter.code}`,
      timeframe: TIMEFRAME,
    })),
  );
  await reportKnownFaults(bench, traders);
  const { stack: { apiUrl, secretKey }, recordErrorSecret } = bench;
  const request: IngestRequest = {
    kind: "open",
    apiUrl,
    secretKey,
    recordErrorSecret,
    table: PLAIN_TABLE,
    traders,
    market,
  };
  await client.ask(request, z.null(), OPEN_LIMIT_MS);
}

/** Identical errors of one trader, as fast as they go. */
async function stormOn(
  bench: BenchStack,
  client: ClientProcess,
): Promise<{ result: object; drained: Drained }> {
  const before = await readState(bench.admin);
  const request: IngestRequest = { kind: "storm", events: STORM_EVENTS, size: BATCH, lanes: LANES.batch };
  const sent = await client.ask(request, sentSchema, STORM_LIMIT_MS);
  const drained = await checkDrained(bench.admin, before, sent);
  await quieten(bench.admin);
  return {
    result: {
      sent: sent.events,
      rows_added: drained.rows,
      counted: drained.counted,
      seconds: rounded(sent.seconds),
      errors_per_s: rateOf([sent]),
    },
    drained,
  };
}
