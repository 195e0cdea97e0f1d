import { parseArgs } from "node:util";
import { parsed, UsageError } from "../scripts/command-line.ts";

const DEFAULT_MAX_USD = 1;

export const usage = `Usage: npm run eval -- [options]

  --corpus <dir>   folder of JSON files {code, class, note, fixed?, component?} (default evals/corpus)
  --candles <dir>  folder of candles (default CANDLES_DIR, ../shared/data/klines if it is there, else generated ones)
  --model          also asks the language model, once, about each case that rules do not mend; it needs OPENAI_API_KEY
  --max-usd <n>    all that the model may cost, in US dollars (default ${DEFAULT_MAX_USD}); calls that could pass it are not made
  --json           the result as one JSON object
  --verbose        also what is not validated, and why

With BRAINTRUST_API_KEY the evaluation is also an experiment there, in the project BRAINTRUST_PROJECT.`;

export interface EvalOptions {
  corpus: string;
  candles: string | undefined;
  model: boolean;
  maxUsd: number;
  json: boolean;
  verbose: boolean;
}

/** Throws a UsageError that names the option, the rule and the value. */
export function parseOptions(args: string[], corpus: string): EvalOptions {
  const { values } = parsed(() =>
    parseArgs({
      args,
      options: {
        corpus: { type: "string", default: corpus },
        candles: { type: "string" },
        model: { type: "boolean", default: false },
        "max-usd": { type: "string" },
        json: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
      },
    })
  );
  const { "max-usd": limit, candles, ...rest } = values;
  if (limit !== undefined && !rest.model) {
    throw new UsageError("--max-usd limits what --model may cost, but --model is not given");
  }
  return { ...rest, candles, maxUsd: limit === undefined ? DEFAULT_MAX_USD : dollars(limit) };
}

function dollars(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`--max-usd must be a number of US dollars such as 0.5, not "${text}"`);
}
