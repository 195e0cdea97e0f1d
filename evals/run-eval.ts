// npm run eval as tests run it: on a corpus of their own, and with no key of whoever runs them.
import { join } from "node:path";
import { z } from "zod";

const countSchema = z.object({ cases: z.number(), repaired: z.number(), validated: z.number() });
const classSchema = countSchema.extend({
  same_verdicts_as_fixed: z.number(),
  by_rules: z.number(),
  by_model: z.number(),
  cost_usd: z.number(),
});

/** What --json prints, without the times of each class, which differ from run to run. */
export const resultSchema = classSchema.extend({
  model: z.string().nullable(),
  usd_per_validated: z.number().nullable(),
  by_class: z.record(z.string(), classSchema),
  by_failure: z.record(z.enum(["compile", "runtime", "timeout", "memory", "none"]), countSchema),
  true_where_fixed_false: z.number(),
  rate: z.number(),
  compile_and_runtime_rate: z.number(),
  seconds: z.number(),
  failures: z.array(z.object({ case: z.string(), reason: z.string() })),
  differing: z.array(z.object({ case: z.string() })),
});

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs it on `files`, which make up the corpus. */
export async function runEval(
  files: Record<string, unknown>,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Ran> {
  const corpus = await Deno.makeTempDir();
  const others = Object.entries(Deno.env.toObject()).filter(([name]) =>
    !/^(?:OPENAI|BRAINTRUST)_/.test(name)
  );
  try {
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      await Deno.writeTextFile(join(corpus, name), text);
    }
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--no-check", "evals/eval.ts", "--corpus", corpus, ...args],
      clearEnv: true,
      env: { ...Object.fromEntries(others), ...env },
    }).output();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code, out: text(stdout), err: text(stderr) };
  } finally {
    await Deno.remove(corpus, { recursive: true });
  }
}

const guarded = `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)\nreturn rsi != nil && *rsi < 40`;

/** What rules mend. */
export const forgotten = {
  code: guarded.replace("rsi != nil && ", ""),
  class: "nil",
  note: "The check was forgotten.",
  fixed: guarded,
};

const mended =
  `st := indicators.CalculateMA(data.Klines["5m"], 10)\nreturn st != nil && data.Ticker.LastPrice > *st`;

/** What no rule mends, as nothing says what was meant. `fixed` is what a model may answer. */
export const invented = {
  code: mended.replace('CalculateMA(data.Klines["5m"], 10)', `CalculateSupertrend(data.Klines["5m"], 10, 3)`),
  class: "unknown",
  note: "There is no such indicator.",
  fixed: mended,
};
