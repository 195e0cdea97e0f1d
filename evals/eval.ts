// npm run eval: repairs every case of a corpus and measures how well. It exits with 0 whenever it could measure.
import { fileURLToPath } from "node:url";
import { openCandles } from "../scripts/candles-option.ts";
import { complain, print, runCommand } from "../scripts/command-line.ts";
import { readBraintrustConfig } from "../supabase/functions/_shared/braintrust.ts";
import { env } from "../supabase/functions/_shared/env.ts";
import { FilterWorker } from "../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import { knownSecrets } from "../supabase/functions/_shared/scrub.ts";
import { committedPrompt, openPromptSource } from "../supabase/functions/regenerate-filter/prompt-source.ts";
import { type Case, readCorpus } from "./corpus.ts";
import { type Experiment, noExperiment, openExperiment } from "./experiment.ts";
import { judgeCase, type Judgement } from "./judge-case.ts";
import { type CaseModel, openModel, requireModelConfig } from "./model.ts";
import { parseOptions, usage } from "./options.ts";
import { report } from "./report.ts";
import { tally } from "./tally.ts";
import { type EvalInputs, readInputs } from "./variants.ts";

const MAX_WORKERS = 4;

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

await runCommand(usage, async (args) => {
  const options = parseOptions(args, beside("corpus"));
  const modelConfig = options.model ? requireModelConfig(env) : null;
  const startedAt = performance.now();
  const cases = await readCorpus(options.corpus);
  const inputs = await readInputs(await openCandles(options.candles, beside("../../shared/data/klines")));
  // Loaded once, so that every case gets the same one.
  const prompt = modelConfig === null
    ? committedPrompt
    : await openPromptSource(env, { onUnavailable: complain }).load();
  const experiment = await openRecord({
    prompt_version: prompt.version,
    model: modelConfig?.model ?? null,
    cases: cases.length,
    inputs: inputs.validation.length,
  });
  const { wrapClient, record } = experiment ?? noExperiment;
  const model = modelConfig && openModel(modelConfig, { prompt, maxUsd: options.maxUsd, env, wrapClient });

  const judgements = await judgeAll(cases, inputs, model, record);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (experiment !== null) complain(await experiment.close());
  const result = tally(judgements, { inputs: inputs.validation.length, seconds, model: model?.name ?? null });
  print(options.json ? JSON.stringify(result) : report(result, options.verbose));
  return 0;
});

/** The experiment in Braintrust; null without a key for it. */
async function openRecord(metadata: Record<string, unknown>): Promise<Experiment | null> {
  const config = readBraintrustConfig(env);
  if (config === null) return null;
  return openExperiment(config, { commit: await commitHere(), metadata, secrets: knownSecrets(env) });
}

/** The commit that is evaluated; null where git cannot say. */
async function commitHere(): Promise<string | null> {
  try {
    const git = new Deno.Command("git", { args: ["rev-parse", "HEAD"], cwd: beside(".."), stderr: "null" });
    const { success, stdout } = await git.output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    return null;
  }
}

/** As many cases at a time as there are cores; judgements come in the order of the cases. */
async function judgeAll(
  cases: readonly Case[],
  inputs: EvalInputs,
  model: CaseModel | null,
  record: Experiment["record"],
): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  const queue = cases.entries();
  const size = Math.min(navigator.hardwareConcurrency, MAX_WORKERS, cases.length);
  await Promise.all(Array.from({ length: size }, async () => {
    const worker = new FilterWorker();
    try {
      for (const [index, one] of queue) {
        judgements[index] = await record(one, () => judgeCase(one, { inputs, worker }, model));
      }
    } finally {
      worker.terminate();
    }
  }));
  return judgements;
}
