import assert from "node:assert/strict";
import { openGeneratorSource } from "../../local/candles/generator-source.ts";
import { newListing, withNewListing } from "../../local/candles/new-listing.ts";
import { type Executor, startExecutor } from "../../local/executor/executor.ts";
import { codeSha256 } from "../../local/executor/running-trader.ts";
import { freePort } from "../../local/ports.ts";
import { type FakeSupabase, secret, startFakeSupabase, type TraderRow } from "./fake-supabase.ts";

const candles = withNewListing(openGeneratorSource());
const executorToken = "a token of the platform";

const needsHistory = `klines := data.Klines["15m"]
return klines[len(klines)-20].Close > 0`;
const sound = `return len(data.Klines["1m"]) > 100`;
const missingFunction = `return indicators.NoSuchThing(data.Klines["5m"], 3) > 0`;

function trader(id: number, filter: unknown): TraderRow {
  return { id: `00000000-0000-4000-8000-00000000000${id}`, name: `Trader ${id}`, filter };
}

async function start(
  rows: TraderRow[],
  source = candles,
): Promise<{ executor: Executor; supabase: FakeSupabase; logged: string[] } & AsyncDisposable> {
  const supabase = startFakeSupabase(rows);
  const logged: string[] = [];
  const executor = await startExecutor({
    supabaseUrl: supabase.url,
    publishableKey: "sb_publishable_test",
    email: "trader@example.com",
    password: "secret",
    functionsUrl: `${supabase.url}/functions/v1`,
    recordErrorSecret: secret,
    executorToken,
    port: freePort(0, "--executor-port"),
    candles: source,
    log: (line) => logged.push(line),
    signal: new AbortController().signal,
  });
  return {
    executor,
    supabase,
    logged,
    async [Symbol.asyncDispose](): Promise<void> {
      await executor.close();
      await supabase[Symbol.asyncDispose]();
    },
  };
}

async function reload(
  executor: Executor,
  id: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${executor.url}/api/v1/traders/${id}/reload`, {
    method: "POST",
    headers: { authorization: `Bearer ${executorToken}` },
  });
  return { status: response.status, body: await response.json() };
}

Deno.test("executor reports a failure with what record-error needs to know of it", async () => {
  const row = trader(1, { code: needsHistory, seriesCode: "", requiredTimeframes: ["15m", "1h"] });
  await using running = await start([row]);
  const { runs, symbols } = await running.executor.tick();

  assert.equal(symbols, candles.symbols.length);
  assert.deepEqual(runs.map(({ failures }) => failures.map(({ symbol }) => symbol)), [[newListing.symbol]]);
  assert.equal(runs[0]?.matched.length, candles.symbols.length - 1);

  const [event, ...others] = running.supabase.events;
  assert.ok(event && others.length === 0);
  assert.match(event.event_id, /^[0-9a-f-]{36}$/);
  assert.equal(event.trader_id, row.id);
  assert.equal(event.component, "filter");
  assert.equal(event.error_type, "runtime");
  assert.match(
    event.error_message,
    new RegExp(`^panic in trader ${row.id}: reflect: slice index out of range`),
  );
  assert.equal(event.code_sha256, codeSha256(needsHistory, ""));
  assert.equal(event.context.symbol, newListing.symbol);
  assert.equal(event.context.trigger_interval, "15m");
  assert.equal(event.context.symbols_processed, candles.symbols.length);
  assert.equal(event.market_data?.symbol, newListing.symbol);
  assert.deepEqual(
    Object.keys(event.market_data?.klines ?? {}),
    ["15m", "1h"],
    "only what the code can have read",
  );
  assert.equal(event.market_data?.klines["15m"]?.length, newListing.candles);
});

Deno.test("executor reports code that does not compile once per symbol, with candles the first time only", async () => {
  await using running = await start([trader(1, { code: missingFunction, requiredTimeframes: ["5m"] })]);
  await running.executor.tick();
  await running.executor.tick();

  const { events } = running.supabase;
  assert.equal(events.length, 2 * candles.symbols.length);
  assert.ok(events.every(({ error_type }) => error_type === "compile"));
  assert.ok(events.every(({ error_message }) => error_message.startsWith("failed to compile filter code: ")));
  assert.deepEqual(events.map((event) => event.market_data !== undefined), [
    true,
    ...events.slice(1).map(() => false),
  ]);
  assert.equal(new Set(events.map(({ event_id }) => event_id)).size, events.length);
});

Deno.test("executor runs series code beside the filter and reports it as such", async () => {
  const seriesCode = `var values []float64
return map[string]interface{}{"first": values[0]}`;
  await using running = await start([trader(1, { code: sound, seriesCode, requiredTimeframes: ["1m"] })]);
  await running.executor.tick();
  const { events } = running.supabase;
  assert.equal(events.length, candles.symbols.length);
  assert.ok(events.every(({ component }) => component === "series"));
  assert.ok(events.every(({ error_message }) => error_message.startsWith("panic in series code: ")));
  assert.equal(events[0]?.code_sha256, codeSha256(sound, seriesCode));
});

Deno.test("executor reads a double-encoded filter, and an unreadable one keeps no other from running", async () => {
  await using running = await start([
    trader(1, JSON.stringify({ code: sound })),
    trader(2, "{ not JSON"),
    trader(3, { seriesCode: "" }),
  ]);
  const { runs } = await running.executor.tick();
  assert.deepEqual(runs.map((run) => run.trader.name), ["Trader 1"]);
  assert.equal(running.logged.length, 2);
  assert.match(running.logged[0] ?? "", /0002 does not run, its filter cannot be read/);
});

Deno.test("executor runs changed code only after a reload", async () => {
  const row = trader(1, { code: needsHistory });
  await using running = await start([row]);
  row.filter = { code: sound };
  assert.equal((await running.executor.tick()).runs[0]?.failures.length, 1);

  const { status, body } = await reload(running.executor, row.id);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    success: true,
    message: "Trader Trader 1 reloaded",
    code_sha256: codeSha256(sound, ""),
  });
  assert.equal((await running.executor.tick()).runs[0]?.failures.length, 0);
});

Deno.test("executor refuses to reload code that does not compile and keeps the old code", async () => {
  const row = trader(1, { code: sound });
  await using running = await start([row]);
  row.filter = { code: missingFunction };
  const { status, body } = await reload(running.executor, row.id);
  assert.equal(status, 400);
  assert.match(String(body.error), /^code validation failed: .*NoSuchThing/);
  assert.equal((await running.executor.tick()).runs[0]?.failures.length, 0);
});

Deno.test("executor stops running a trader that is gone when it is reloaded", async () => {
  const row = trader(1, { code: sound });
  await using running = await start([row]);
  running.supabase.rows.length = 0;
  assert.equal((await reload(running.executor, row.id)).status, 404);
  assert.equal((await running.executor.tick()).runs.length, 0);
});

Deno.test("executor reports a symbol without market data as a failure of its own, not of the code", async () => {
  const broken = {
    ...candles,
    ticker: (symbol: string) =>
      symbol === "BRAVOUSDT" ? Promise.reject(new Error("timed out")) : candles.ticker(symbol),
  };
  await using running = await start([trader(1, { code: sound })], broken);
  await running.executor.tick();
  assert.deepEqual(
    running.supabase.events.map(({ error_type, error_message }) => [error_type, error_message]),
    [
      ["infrastructure", "failed to fetch klines for symbol BRAVOUSDT: timed out"],
    ],
  );
});
