// The committed corpus: what is called failing fails, and what is called fixed does not, wherever that may run.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openCandles } from "../scripts/candles-option.ts";
import { FilterWorker } from "../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import { readCorpus } from "./corpus.ts";
import { firstFailure, runOn } from "./run-variants.ts";
import { readInputs } from "./variants.ts";

const TIME_LIMIT_MS = 60_000;

const folder = fileURLToPath(new URL("corpus", import.meta.url));
const cases = await readCorpus(folder);
const inputs = await readInputs(await openCandles(undefined));

Deno.test("the corpus has at least 120 cases, each with a fixed version", () => {
  assert.ok(cases.length >= 120, `only ${cases.length} cases in ${folder}`);
  assert.deepEqual(cases.filter(({ fixed }) => fixed === undefined).map(({ name }) => name), []);
});

Deno.test("every case of the corpus fails, and its fixed version runs on every variant", async (t) => {
  const worker = new FilterWorker();
  try {
    for (const { name, code, component, fixed = "" } of cases) {
      await t.step(`${name} fails until it is fixed`, async () => {
        const signal = AbortSignal.timeout(TIME_LIMIT_MS);
        assert.ok(await firstFailure(inputs, { code, component, worker, signal }), "the code fails nowhere");

        const results = await runOn(inputs.validation, { code: fixed, component, worker, signal });
        const failing = results.flatMap((result, index) =>
          result.ok ? [] : [`${result.symbol}, ${inputs.validation[index]?.name}: ${result.error.message}`]
        );
        assert.deepEqual(failing, []);
      });
    }
  } finally {
    worker.terminate();
  }
});
