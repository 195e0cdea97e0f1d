// npm run eval: repairs every case of a corpus by rules alone and measures how well. It exits with 0 whenever it could measure.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openCandles } from "../scripts/candles-option.ts";
import { parsed, print, runCommand } from "../scripts/command-line.ts";
import { FilterWorker } from "../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import { type Case, readCorpus } from "./corpus.ts";
import { judgeCase, type Judgement } from "./judge-case.ts";
import { report } from "./report.ts";
import { tally } from "./tally.ts";
import { type EvalInputs, readInputs } from "./variants.ts";

const usage = `Usage: npm run eval -- [options]

  --corpus <dir>   folder of JSON files {code, class, note, fixed?, component?} (default evals/corpus)
  --candles <dir>  folder of candles (default CANDLES_DIR, ../shared/data/klines if it is there, else generated ones)
  --json           the result as one JSON object
  --verbose        also what is not validated, and why`;

const MAX_WORKERS = 4;

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

await runCommand(usage, async (args) => {
  const { values } = parsed(() =>
    parseArgs({
      args,
      options: {
        corpus: { type: "string", default: beside("corpus") },
        candles: { type: "string" },
        json: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
      },
    })
  );
  const startedAt = performance.now();
  const cases = await readCorpus(values.corpus);
  const inputs = await readInputs(await openCandles(values.candles, beside("../../shared/data/klines")));
  const judgements = await judgeAll(cases, inputs);
  const result = tally(judgements, inputs.validation.length, (performance.now() - startedAt) / 1_000);
  print(values.json ? JSON.stringify(result) : report(result, values.verbose));
  return 0;
});

/** As many cases at a time as there are cores; judgements come in the order of the cases. */
async function judgeAll(cases: readonly Case[], inputs: EvalInputs): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  const queue = cases.entries();
  const size = Math.min(navigator.hardwareConcurrency, MAX_WORKERS, cases.length);
  await Promise.all(Array.from({ length: size }, async () => {
    const worker = new FilterWorker();
    try {
      for (const [index, one] of queue) judgements[index] = await judgeCase(one, inputs, worker);
    } finally {
      worker.terminate();
    }
  }));
  return judgements;
}
