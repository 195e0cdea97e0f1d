// The result for people.
import { table } from "../scripts/command-line.ts";
import type { ClassCount, EvalResult } from "./tally.ts";

export function report(result: EvalResult, verbose: boolean): string {
  const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
  const parts = [
    table([
      ["class", "cases", "repaired", "validated", "by rules", "by model", "as fixed", "cost $", "seconds"],
      ...Object.entries(result.by_class).map(([name, counts]) => row(name, counts)),
      row("all", result),
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
${result.cases} cases on ${result.inputs} inputs each, in ${result.seconds} s.
${costs(result)}`,
  ];
  if (verbose) parts.push(...details(result));
  else if (result.failures.length > 0) parts.push("--verbose lists what is not validated, and why.");
  return parts.join("\n\n");
}

/** Seconds are those of one case on average, dollars those of all. */
function row(name: string, counts: ClassCount): (string | number)[] {
  return [
    name,
    counts.cases,
    counts.repaired,
    counts.validated,
    counts.by_rules,
    counts.by_model,
    counts.same_verdicts_as_fixed,
    counts.cost_usd,
    counts.seconds_per_case,
  ];
}

function costs({ model, cost_usd, usd_per_validated, seconds_per_case }: EvalResult): string {
  const asked = model === null ? "No model was asked: nothing was spent" : `${model} cost $${cost_usd}`;
  const each = usd_per_validated === null ? "" : `$${usd_per_validated} per validated repair, `;
  return `${asked}, ${each}${seconds_per_case} s per case.`;
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
