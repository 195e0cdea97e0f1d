import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import { transplantFix } from "../_shared/filter-runtime/filter-runtime.ts";
import { type Attempt, hashOf, prove, refusedBefore, shown } from "./attempt.ts";
import type { Outcome } from "./claim.ts";
import { firstFailure } from "../_shared/proof/replay.ts";
import { codeOf, withCode } from "../_shared/proof/filter-code.ts";

const provenSchema = z.array(z.object({ donor: z.string(), donor_fixed: z.string() }));

/**
 * Carries over a repair that was accepted for the same fault in code of the same syntax, at no cost; null when there is none that is
 * proven here as well. Of the donor nothing is shown: the change is made in this trader's own names.
 */
export async function proposeFromLibrary(attempt: Attempt): Promise<Outcome | null> {
  const { claim, trace, progress, log } = attempt;
  const { component } = claim.incident;
  progress.report("library");
  const code = codeOf(claim.base, component);
  const proven = await callDatabase(
    "proven_fixes",
    { fix_id: claim.fix.id, base_syntax_hash: attempt.baseHash },
    provenSchema,
    log,
  );
  for (const { donor, donor_fixed } of proven) {
    // Other people's code does not go into the trace either: only what became of it.
    const carried = await trace.span(
      "library",
      () => transplantFix({ code, donor, donorFixed: donor_fixed, component }),
    );
    if (!carried.applied) continue;
    const candidate = withCode(claim.base, component, carried.code);
    const hash = await hashOf(attempt, candidate);
    if (refusedBefore(attempt, hash)) continue;
    const judged = await prove(attempt, candidate, hash);
    if (judged.validation.verdict !== "validated") continue;
    return {
      ...shown(attempt, judged),
      status: "proposed",
      origin: "library",
      explanation:
        "The same failure in a filter built like this one was repaired before, and the repair has held. The same change was made here and tried on your market data.",
      root_cause: firstFailure(attempt.original)?.explanation ??
        "It fails in the same way as a filter that was repaired before.",
      what_changed: ["The change of that repair, in the names of this filter."],
    };
  }
  return null;
}
