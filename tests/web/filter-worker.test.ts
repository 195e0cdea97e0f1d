import assert from "node:assert/strict";
import type { FilterWorker } from "../../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import type { RunRequest } from "../../supabase/functions/_shared/filter-runtime/filter-calls.ts";
import { risingMarket } from "../support/markets.ts";
import { bundle } from "./bundle.ts";
import { type OpenPage, openPage } from "./browser.ts";

declare global {
  /** Of the page: see filter-page.ts. */
  var filters: FilterWorker;
}

const files = {
  "/": `<!doctype html><title>filters</title><script type="module" src="/page.js"></script>`,
  "/page.js": bundle("tests/web/filter-page.ts"),
  // Where filter-worker.ts, from its place in page.js, finds its worker.
  "/worker.ts": bundle("supabase/functions/_shared/filter-runtime/worker.ts"),
};

async function openFilterPage(): Promise<OpenPage> {
  const opened = await openPage(files);
  await opened.page.waitForFunction("globalThis.filters !== undefined");
  return opened;
}

const code = `return *indicators.CalculateMA(data.Klines["5m"], 20) > 100`;
const candidate = `ma := indicators.CalculateMA(data.Klines["5m"], 20)\nreturn ma != nil && *ma > 100`;
const inputs = [risingMarket("LONGUSDT", 250), risingMarket("SHORTUSDT", 10)];
const request: RunRequest = { code, component: "filter", inputs };

Deno.test("a page in Chromium checks, runs, compares, repairs and hashes filters", async () => {
  await using opened = await openFilterPage();
  const answers = await opened.page.evaluate(async ({ request, candidate }) => {
    const { filters } = globalThis;
    return {
      check: await filters.check(request.code, "filter"),
      wrong: await filters.check("return nothing", "filter"),
      run: await filters.run(request),
      compare: await filters.compare({ ...request, candidate }),
      repair: await filters.repair(request),
      hash: await filters.hash(request.code, "filter"),
    };
  }, { request, candidate });

  assert.equal(answers.check.ok, true);
  assert.deepEqual(answers.wrong.errors.map((error) => [error.code, error.line]), [["undefined_name", 1]]);
  assert.deepEqual(answers.run.map((result) => result.ok ? result.matched : result.error.code), [
    true,
    "nil_pointer",
  ]);
  assert.deepEqual(answers.compare.inputs.map(({ change }) => change), ["equal", "fixed"]);
  assert.deepEqual([answers.repair.changed, answers.repair.sound], [true, true]);
  assert.match(answers.hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a page in Chromium stays responsive while a filter loops, ends it, and goes on", async () => {
  await using opened = await openFilterPage();
  const seen = await opened.page.evaluate(async (request) => {
    const { filters } = globalThis;
    await filters.check(request.code, "filter");
    const endless = { ...request, code: "for {}", inputs: Array(500).fill(request.inputs[1]) };
    const abort = new AbortController();
    const outcome = filters.run(endless, { signal: abort.signal }).then(() => "ended", (error) => error.name);

    // Each turn of the page's own loop, while the worker is busy.
    const gaps: number[] = [];
    for (let last = performance.now(); gaps.length < 100;) {
      await new Promise((resolve) => setTimeout(resolve));
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    const busy = await Promise.race([outcome, Promise.resolve("busy")]);
    abort.abort();
    const aborted = await outcome;
    const [next] = await filters.run({ ...request, inputs: request.inputs.slice(0, 1) });
    return { busy, aborted, longestGap: Math.max(...gaps), next: next?.ok && next.matched };
  }, request);

  assert.deepEqual([seen.busy, seen.aborted, seen.next], ["busy", "AbortError", true]);
  assert.ok(seen.longestGap < 250, `the page stood still for ${seen.longestGap} ms`);
});

Deno.test("a page in Chromium ends a filter at its time limit, and refuses a bad candle", async () => {
  await using opened = await openFilterPage();
  const codes = await opened.page.evaluate(async (request) => {
    const { filters } = globalThis;
    const codeOf = (call: Promise<unknown>): Promise<unknown> =>
      call.then(() => "none", (error) => error.code);
    const endless = { ...request, code: "for {}", inputs: Array(500).fill(request.inputs[1]) };
    const [input] = request.inputs;
    const [candle] = input?.klines["5m"] ?? [];
    const bad = Object.assign({}, input, { klines: { "5m": [{ ...candle, close: NaN }] } });
    return [
      await codeOf(filters.run(endless, { timeoutMs: 100 })),
      await codeOf(filters.run({ ...request, inputs: [bad] })),
      await codeOf(filters.run(request)),
    ];
  }, request);
  assert.deepEqual(codes, ["timeout", "invalid_request", "none"]);
});
