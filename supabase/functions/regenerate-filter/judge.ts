import { checkFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import { type Attempt, hashOf, type Judged, prove, refusedBefore, shown } from "./attempt.ts";
import type { Outcome, Refused } from "./claim.ts";
import type { ModelAnswer } from "./model.ts";
import { codeOf, withCode } from "../_shared/proof/filter-code.ts";

/**
 * Judges a model's answer: proposed when it is proven, back to the queue with its failure when it is not, and unfixable when it is what
 * was tried before: asking again would only pay for the same.
 */
export async function judge(attempt: Attempt, answer: ModelAnswer): Promise<Outcome> {
  const { claim } = attempt;
  // Only the component that failed is replayed, so only that one may change.
  const { component } = claim.incident;
  const answered = component === "filter" ? answer.code : answer.seriesCode ?? claim.base.series_code;
  const candidate = withCode(claim.base, component, answered);
  const hash = await hashOf(attempt, candidate);
  const asked = {
    origin: "llm" as const,
    prompt_version: answer.promptVersion,
  };

  const before = hash === attempt.baseHash ? SAME_AS_RUNNING : refusedBefore(attempt, hash);
  if (before !== undefined) {
    return { ...asked, syntax_hash: hash, ...again(before) };
  }

  const judged = await prove(attempt, candidate, hash);
  const columns = {
    ...asked,
    ...shown(attempt, judged),
    explanation: answer.explanation,
    root_cause: answer.rootCause,
    what_changed: answer.whatChanged,
  };
  return judged.validation.verdict === "validated"
    ? { ...columns, status: "proposed" }
    : { ...columns, ...await failed(attempt, judged) };
}

const SAME_AS_RUNNING: Pick<Refused, "kind" | "failure"> = {
  kind: "failed",
  failure: "It is the running code, unchanged.",
};

function again({ kind, failure }: Pick<Refused, "kind" | "failure">): Outcome {
  return kind === "rejected"
    ? {
      status: "unfixable",
      reason: "rejected_candidate",
      reason_detail: `The language model offers the repair again that you rejected${
        failure === "" ? "." : `: ${failure}`
      }`,
    }
    : {
      status: "unfixable",
      reason: "same_candidate",
      reason_detail: `The language model offers a repair again that did not hold. ${failure}`
        .trim(),
    };
}

async function failed({ claim }: Attempt, { candidate, validation }: Judged): Promise<Outcome> {
  const { component } = claim.incident;
  const detail = validation.failure ?? "";
  if (!validation.compiles) {
    const [first] = (await checkFilter(codeOf(candidate, component), component)).errors;
    if (first?.code === "syntax") {
      return {
        status: "retry",
        reason: "llm_not_go",
        reason_detail: `What the language model answered is not Go: ${first.message}`,
        waitSeconds: null,
      };
    }
  }
  return {
    status: "retry",
    reason: "validation_failed",
    reason_detail: `The candidate was tried and is not sound. ${detail}`.trim(),
    waitSeconds: null,
  };
}
