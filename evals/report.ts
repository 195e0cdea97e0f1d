// The result for people.
import { table } from "../scripts/command-line.ts";
import type { EvalResult } from "./tally.ts";

export function report(result: EvalResult, verbose: boolean): string {
  const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
  const parts = [
    table([
      ["class", "cases", "repaired", "validated", "as fixed"],
      ...Object.entries(result.by_class).map(([name, counts]) => [
        name,
        counts.cases,
        counts.repaired,
        counts.validated,
        counts.same_verdicts_as_fixed,
      ]),
      ["all", result.cases, result.repaired, result.validated, result.same_verdicts_as_fixed],
    ]),
    table([
      ["fails with", "cases", "repaired", "validated"],
      ...Object.entries(result.by_failure).map(([name, counts]) => [
        name,
        counts.cases,
        counts.repaired,
        counts.validated,
      ]),
    ]),
    `Validated: ${percent(result.rate)} of all, ${
      percent(result.compile_and_runtime_rate)
    } of those that fail to compile or when run.
Says yes where the fixed version says no: ${result.true_where_fixed_false} times.
${result.cases} cases on ${result.inputs} inputs each, in ${result.seconds} s.`,
  ];
  if (verbose) parts.push(...details(result));
  else if (result.failures.length > 0) parts.push("--verbose lists what is not validated, and why.");
  return parts.join("\n\n");
}

function details({ failures, differing }: EvalResult): string[] {
  const parts: string[] = [];
  if (failures.length > 0) {
    parts.push(
      `Not validated:\n${
        failures.map((failure) =>
          `  ${failure.case} (${failure.failure}${failure.repaired ? ", repaired" : ""}): ${failure.reason}`
        ).join("\n")
      }`,
    );
  }
  if (differing.length > 0) {
    parts.push(
      `Other verdicts than the fixed version:\n${
        differing.map(({ case: name, inputs, examples }) => {
          const [first] = examples;
          const example = first
            ? `${first.symbol}, ${first.variant}: ${brief(first.repaired)} instead of ${brief(first.fixed)}`
            : "";
          return `  ${name}: ${inputs} inputs, such as ${example}`;
        }).join("\n")
      }`,
    );
  }
  return parts;
}

function brief(verdict: unknown): string {
  return JSON.stringify(verdict).slice(0, 80);
}
