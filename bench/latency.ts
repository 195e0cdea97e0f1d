// How long a failing trader's owner waits: for the answer to the report, the toast, the mail, the repair's start, the proven repair.
import { z } from "zod";
import { readHistories } from "../local/candles/market-windows.ts";
import { openCandles } from "../scripts/candles-option.ts";
import { Breaker, createUsers } from "./latency/broken-traders.ts";
import { type LatencyRequest, type Measured, measuredSchema } from "./latency/protocol.ts";
import { serveCandles } from "./latency/serve-candles.ts";
import { openStack } from "./load/bench-stack.ts";
import { mailLatencies } from "./latency/mail-latencies.ts";
import { ClientProcess } from "./load/client-process.ts";
import { quieten } from "./load/quiet.ts";
import { reportKnownFaults } from "./load/traders.ts";
import { rounded, spread } from "./runtime/numbers.ts";
import { folderOfCandles } from "./runtime/workload.ts";

const OWNERS = 10;
const KNOWN_TRADERS = 100;
const SECONDS = 20;
const LIMIT_MS = 120_000;
/** Errors a second, and how many of them are the first of a trader: dozens of newly broken traders a second is not what happens. */
const RATES = { at_1_per_s: { rate: 1, broken: 1 }, at_50_per_s: { rate: 50, broken: 2 } };
const WARM_UP = 5;

export async function benchLatency(): Promise<object> {
  const candles = await openCandles(undefined, folderOfCandles);
  const histories = await readHistories(candles, candles.symbols);
  await using executor = serveCandles(candles);
  await using bench = await openStack({ EXECUTOR_URL: executor.url });
  await using client = new ClientProcess(new URL("latency/client.ts", import.meta.url));
  const owners = await createUsers(bench.stack, OWNERS);
  const breaker = new Breaker(bench, owners, histories);
  const known = await breaker.create(KNOWN_TRADERS);
  await reportKnownFaults(bench, known);
  const { stack: { apiUrl, publishableKey }, recordErrorSecret } = bench;
  const open: LatencyRequest = { kind: "open", apiUrl, publishableKey, recordErrorSecret, owners, known };
  await client.ask(open, z.null(), LIMIT_MS);

  // The first repair of a fresh process also compiles the filter runtime: its own number, not a part of the others.
  const [first, ...rest] = await breaker.breakTraders(WARM_UP);
  if (first === undefined) throw new Error("There must be a first repair");
  const cold = await run(client, { rate: 1, seconds: 1, broken: [first] });
  await run(client, { rate: 2, seconds: rest.length / 2, broken: rest });

  const results: Record<string, object> = {};
  const [load = 0] = Deno.loadavg();
  for (const [name, { rate, broken }] of Object.entries(RATES)) {
    await quieten(bench.admin);
    const first = await breaker.breakTraders(broken * SECONDS);
    const measured = await run(client, { rate, seconds: SECONDS, broken: first });
    const mail = await mailLatencies(bench.stack.mailUrl, measured.broken);
    results[name] = { ...summary(measured, mail), newly_broken_per_s: broken, newly_broken: first.length };
  }
  return {
    ...results,
    first_fix_ms: rounded(cold.proposed[0] ?? 0),
    seconds: SECONDS,
    owners: OWNERS,
    known_traders: KNOWN_TRADERS,
    markets: candles.symbols.length + 1,
    load_before: rounded(load),
  };
}

async function run(
  client: ClientProcess,
  load: Omit<Extract<LatencyRequest, { kind: "run" }>, "kind">,
): Promise<Measured> {
  const request: LatencyRequest = { kind: "run", ...load };
  return await client.ask(request, measuredSchema, LIMIT_MS);
}

function summary({ post, toast, started, proposed, behind, missing }: Measured, mail: number[]): object {
  return {
    post_ms: spread(post),
    toast_ms: spread(toast),
    mail_ms: spread(mail),
    regeneration_started_ms: spread(started),
    fix_proposed_ms: spread(proposed),
    sent_behind_plan_ms: spread(behind),
    missing_fixes: missing,
  };
}
