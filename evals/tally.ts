// Counts judgements: the numbers that a change of the repair rules is judged by.
import type { Difference } from "./judge-candidate.ts";
import type { Judgement } from "./judge-case.ts";

export interface Count {
  cases: number;
  repaired: number;
  validated: number;
}

export interface ClassCount extends Count {
  same_verdicts_as_fixed: number;
  /** Of the validated, those that rules repaired. */
  by_rules: number;
  by_model: number;
  /** What the model cost, also where it was of no use, in US dollars. */
  cost_usd: number;
  /** For one case on average. */
  seconds_per_case: number;
}

export interface EvalResult extends ClassCount {
  /** That was asked; null without --model. */
  model: string | null;
  /** What a validated repair costs on average, whoever made it; null when there is none. */
  usd_per_validated: number | null;
  by_class: Record<string, ClassCount>;
  by_failure: Record<string, Count>;
  true_where_fixed_false: number;
  /** Validated of all cases, from 0 to 1. */
  rate: number;
  /** The same of those that fail to compile or when run: what rules can be expected to mend. */
  compile_and_runtime_rate: number;
  seconds: number;
  inputs: number;
  failures: { case: string; class: string; failure: string; repaired: boolean; reason: string }[];
  differing: { case: string; inputs: number; true_where_fixed_false: number; examples: Difference[] }[];
}

const FAILURES = ["compile", "runtime", "timeout", "memory", "none"];
const EXAMPLES = 5;

/** `inputs` is on how many each case was judged, `seconds` what all took, `model` what was asked. */
export function tally(
  judgements: readonly Judgement[],
  { inputs, seconds, model }: { inputs: number; seconds: number; model: string | null },
): EvalResult {
  const of = (wanted: (judgement: Judgement) => boolean): ClassCount => count(judgements.filter(wanted));
  const all = of(() => true);
  const expected = of(({ failure }) => failure === "compile" || failure === "runtime");
  const classes = [...new Set(judgements.map((judgement) => judgement.class))].sort();
  return {
    ...all,
    model,
    usd_per_validated: all.validated === 0 ? null : rounded(all.cost_usd / all.validated, 4),
    by_class: Object.fromEntries(classes.map((name) => [name, of((judgement) => judgement.class === name)])),
    by_failure: Object.fromEntries(FAILURES.map((name) => {
      const { cases, repaired, validated } = of(({ failure }) => failure === name);
      return [name, { cases, repaired, validated }];
    })),
    true_where_fixed_false: judgements.reduce((sum, { trueWhereFixedFalse }) => sum + trueWhereFixedFalse, 0),
    rate: rate(all),
    compile_and_runtime_rate: rate(expected),
    seconds: rounded(seconds, 1),
    inputs,
    failures: judgements.filter(({ validated }) => !validated).map((judgement) => ({
      case: judgement.name,
      class: judgement.class,
      failure: judgement.failure,
      repaired: judgement.repaired,
      reason: judgement.reason ?? "",
    })),
    differing: judgements.filter(({ differences }) => differences.length > 0).map((judgement) => ({
      case: judgement.name,
      inputs: judgement.differences.length,
      true_where_fixed_false: judgement.trueWhereFixedFalse,
      examples: judgement.differences.slice(0, EXAMPLES),
    })),
  };
}

function count(judgements: readonly Judgement[]): ClassCount {
  const those = (wanted: (judgement: Judgement) => boolean): number => judgements.filter(wanted).length;
  const sum = (of: (judgement: Judgement) => number): number =>
    judgements.reduce((total, judgement) => total + of(judgement), 0);
  return {
    cases: judgements.length,
    repaired: those(({ repaired }) => repaired),
    validated: those(({ validated }) => validated),
    same_verdicts_as_fixed: those(({ validated, same }) => validated && same === true),
    by_rules: those(({ validated, by }) => validated && by === "rules"),
    by_model: those(({ validated, by }) => validated && by === "model"),
    cost_usd: rounded(sum(({ costUsd }) => costUsd), 4),
    seconds_per_case: judgements.length === 0
      ? 0
      : rounded(sum(({ seconds }) => seconds) / judgements.length, 2),
  };
}

function rate({ cases, validated }: Count): number {
  return cases === 0 ? 0 : rounded(validated / cases, 3);
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
