import { repairFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import { type Attempt, hashOf, prove, refusedBefore, shown } from "./attempt.ts";
import type { Outcome } from "./claim.ts";
import { exceedsBudget } from "../_shared/proof/replay.ts";
import { codeOf, withCode } from "../_shared/proof/filter-code.ts";

/** Within so many steps, a quarter of a filter's, rules must mend what spends its whole budget: each try costs as much. */
const STEPS_OVER_BUDGET = 250_000;

/** Repairs by deterministic rules, at no cost; null when no rule leads to a proven candidate that is new. */
export async function proposeByRules(attempt: Attempt): Promise<Outcome | null> {
  const { claim, inputs, original, trace, progress } = attempt;
  const { component } = claim.incident;
  const isOverBudget = [...original.captured, ...original.others].some(exceedsBudget);
  progress.report("rules");
  const repaired = await trace.span("rules", () =>
    repairFilter({
      code: codeOf(claim.base, component),
      component,
      inputs: [...inputs.captured, ...inputs.others],
      error: claim.error.message,
      ...(isOverBudget ? { maxSteps: STEPS_OVER_BUDGET } : {}),
    }));
  if (!repaired.sound || !repaired.changed) return null;

  const candidate = withCode(claim.base, component, repaired.code);
  const hash = await hashOf(attempt, candidate);
  if (refusedBefore(attempt, hash)) return null;
  const judged = await prove(attempt, candidate, hash);
  if (judged.validation.verdict !== "validated") return null;

  const changes = repaired.applied.map(({ explanation }) => explanation);
  return {
    ...shown(attempt, judged),
    status: "proposed",
    origin: "rules",
    explanation: changes.join(" "),
    root_cause: changes[0] ?? "",
    what_changed: changes,
  };
}
