import { repairFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import { type Attempt, prove, shown } from "./attempt.ts";
import type { Outcome } from "./claim.ts";
import { codeOf, withCode } from "./replay.ts";

/** Repairs by deterministic rules, at no cost; null when no rule leads to a proven candidate. */
export async function proposeByRules(attempt: Attempt): Promise<Outcome | null> {
  const { claim, inputs, trace } = attempt;
  const { component } = claim.incident;
  const repaired = await trace.span("rules", () =>
    repairFilter({
      code: codeOf(claim.base, component),
      component,
      inputs: [...inputs.captured, ...inputs.others],
      error: claim.error.message,
    }));
  if (!repaired.sound || !repaired.changed) return null;

  const candidate = withCode(claim.base, component, repaired.code);
  const validation = await prove(attempt, candidate);
  if (validation.verdict !== "validated") return null;

  const changes = repaired.applied.map(({ explanation }) => explanation);
  return {
    ...shown(attempt, candidate, validation),
    status: "proposed",
    origin: "rules",
    explanation: changes.join(" "),
    root_cause: changes[0] ?? "",
    what_changed: changes,
  };
}
