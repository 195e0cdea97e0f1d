import assert from "node:assert/strict";
import { risingMarket } from "../../../../tests/support/markets.ts";
import { FilterRuntimeError } from "./filter-runtime-error.ts";
import { FilterWorker } from "./filter-worker.ts";
import type { RunRequest } from "./filter-calls.ts";

const market = risingMarket("LONGUSDT", 250);
const code = `return len(data.Klines["5m"]) > 5`;
const run: RunRequest = { code, component: "filter", inputs: [market] };
/** Minutes of work: every input uses its whole budget. */
const endless: RunRequest = { code: "for {}", component: "filter", inputs: Array(300).fill(market) };

async function withWorker(use: (worker: FilterWorker) => Promise<void>): Promise<void> {
  const worker = new FilterWorker();
  try {
    await use(worker);
  } finally {
    worker.terminate();
  }
}

Deno.test("FilterWorker answers as the runtime does in the same thread", async () => {
  await withWorker(async (worker) => {
    assert.deepEqual(
      await worker.check("return x", "filter").then(({ ok, errors }) => [ok, errors[0]?.code]),
      [
        false,
        "undefined_name",
      ],
    );
    const [result] = await worker.run(run);
    assert.ok(result?.ok && result.matched);
    const { inputs } = await worker.compare({ ...run, candidate: `return !(${code.slice(7)})` });
    assert.equal(inputs[0]?.change, "changed");
    const repaired = await worker.repair({
      ...run,
      code: `return *indicators.CalculateMA(data.Klines["5m"], 20) > 100`,
      inputs: [market, risingMarket("SHORTUSDT", 10)],
    });
    assert.deepEqual([repaired.sound, repaired.changed], [true, true]);
    assert.match(await worker.hash(code, "filter"), /^[0-9a-f]{64}$/);
  });
});

Deno.test("FilterWorker ends a call that is aborted and serves the next from a fresh worker", async () => {
  await withWorker(async (worker) => {
    const abort = new AbortController();
    const reason = new Error("the user left");
    const running = worker.run(endless, { signal: abort.signal });
    abort.abort(reason);
    await assert.rejects(running, reason);
    assert.equal((await worker.check(code, "filter")).ok, true);
  });
});

Deno.test("FilterWorker ends a call that takes too long and serves those that waited", async () => {
  await withWorker(async (worker) => {
    const running = worker.run(endless, { timeoutMs: 50 });
    const waiting = worker.check(code, "filter");
    await assert.rejects(
      running,
      (error) => error instanceof FilterRuntimeError && error.code === "timeout",
    );
    assert.equal((await waiting).ok, true);
  });
});

Deno.test("FilterWorker gives up waiting for its turn when aborted, and the call before goes on", async () => {
  await withWorker(async (worker) => {
    const running = worker.run(run);
    const waiting = worker.run(run, { signal: AbortSignal.abort(new Error("never mind")) });
    await assert.rejects(waiting, /never mind/);
    assert.equal((await running).length, 1);
  });
});

Deno.test("FilterWorker refuses a bad request without asking the worker", async () => {
  await withWorker(async (worker) => {
    const bad = { ...market, klines: { "5m": [{ ...risingMarket("X", 1).klines["5m"]?.[0], close: NaN }] } };
    await assert.rejects(
      worker.run({ ...run, inputs: [Object.assign(bad)] }),
      (error) => error instanceof FilterRuntimeError && error.code === "invalid_request",
    );
  });
});

Deno.test("FilterWorker terminated ends what runs and what waits", async () => {
  await withWorker(async (worker) => {
    const calls = [worker.run(endless), worker.run(run)];
    worker.terminate();
    for (const call of calls) {
      await assert.rejects(
        call,
        (error) => error instanceof FilterRuntimeError && error.code === "terminated",
      );
    }
    assert.equal((await worker.check(code, "filter")).ok, true);
  });
});
