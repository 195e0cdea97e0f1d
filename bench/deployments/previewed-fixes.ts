// Fixes as owners look at them: filters that failed for two hours, which the pipeline has repaired.
import { z } from "zod";
import { eventually } from "../../tests/support/eventually.ts";
import type { CandleSource } from "../../local/candles/candle-source.ts";
import { readHistories } from "../../local/candles/market-windows.ts";
import { Breaker } from "../latency/broken-traders.ts";
import type { BenchStack } from "../load/bench-stack.ts";
import { send, signedReport } from "../load/signed-request.ts";
import type { SignedIn } from "./owners.ts";

const LIMIT_MS = 60_000;

const idsSchema = z.array(z.object({ id: z.string() }));

/** Ids of as many fixes, each of another filter; the executor's symbols all fail. */
export async function repairFilters(
  bench: BenchStack,
  owner: SignedIn,
  candles: CandleSource,
  count: number,
): Promise<string[]> {
  const { sql } = bench.stack;
  const breaker = new Breaker(bench, [owner], await readHistories(candles, candles.symbols.slice(0, count)));
  const events = await breaker.breakTraders(count);
  const traders = events.map(({ trader_id }) => trader_id);
  for (const event of events) await send(signedReport([event], bench.recordErrorSecret), bench.stack);
  const fixes = await eventually("a proposed fix of each filter", async () => {
    const proposed = idsSchema.parse(
      await sql`select id from public.proposed_fixes where trader_id = any (${traders}) and status = 'proposed'`,
    );
    return proposed.length === count ? proposed : undefined;
  }, LIMIT_MS);
  await sql`update public.trader_incidents set first_seen = now() - interval '2 hours', symbols = ${candles
    .symbols as string[]} where trader_id = any (${traders})`;
  return fixes.map(({ id }) => id);
}
