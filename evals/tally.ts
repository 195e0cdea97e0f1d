// Counts judgements: the numbers that a change of the repair rules is judged by.
import type { Difference, Judgement } from "./judge-case.ts";

export interface Count {
  cases: number;
  repaired: number;
  validated: number;
}

export interface ClassCount extends Count {
  same_verdicts_as_fixed: number;
}

export interface EvalResult extends ClassCount {
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

export function tally(judgements: readonly Judgement[], inputs: number, seconds: number): EvalResult {
  const of = (wanted: (judgement: Judgement) => boolean): ClassCount => count(judgements.filter(wanted));
  const all = of(() => true);
  const expected = of(({ failure }) => failure === "compile" || failure === "runtime");
  const classes = [...new Set(judgements.map((judgement) => judgement.class))].sort();
  return {
    ...all,
    by_class: Object.fromEntries(classes.map((name) => [name, of((judgement) => judgement.class === name)])),
    by_failure: Object.fromEntries(FAILURES.map((name) => {
      const { same_verdicts_as_fixed: _, ...counts } = of(({ failure }) => failure === name);
      return [name, counts];
    })),
    true_where_fixed_false: judgements.reduce((sum, { trueWhereFixedFalse }) => sum + trueWhereFixedFalse, 0),
    rate: rate(all),
    compile_and_runtime_rate: rate(expected),
    seconds: Math.round(seconds * 10) / 10,
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
  return {
    cases: judgements.length,
    repaired: those(({ repaired }) => repaired),
    validated: those(({ validated }) => validated),
    same_verdicts_as_fixed: those(({ validated, same }) => validated && same === true),
  };
}

function rate({ cases, validated }: Count): number {
  return cases === 0 ? 0 : Math.round(validated / cases * 1_000) / 1_000;
}
