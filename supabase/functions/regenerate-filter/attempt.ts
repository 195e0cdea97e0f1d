import { hashFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import type { Logger } from "../_shared/log.ts";
import type { Trace, Tracing } from "../_shared/tracing.ts";
import type { Claim, Outcome, Refused } from "./claim.ts";
import { diffOf } from "../_shared/proof/diff.ts";
import type { Inputs } from "../_shared/proof/inputs.ts";
import type { Progress } from "./progress.ts";
import type { Replay } from "../_shared/proof/replay.ts";
import { codeOf, type FilterCode } from "../_shared/proof/filter-code.ts";
import { validate, type Validation } from "../_shared/proof/validate.ts";

/** Where the attempt's steps are recorded. */
export interface Traced {
  trace: Trace;
  wrapClient: Tracing["wrapClient"];
  progress: Progress;
  log: Logger;
}

/** A reproduced failure and what it takes to repair it. */
export interface Attempt extends Traced {
  claim: Claim;
  inputs: Inputs;
  /** The running code on the inputs. */
  original: Replay;
  /** Syntax hash of the failing component of the running code. */
  baseHash: string;
}

/** A candidate with its proof. */
export interface Judged {
  candidate: FilterCode;
  hash: string;
  validation: Validation;
}

/** Proves a candidate against everything the attempt has. */
export function prove(attempt: Attempt, candidate: FilterCode, hash: string): Promise<Judged> {
  const { claim, inputs, original, trace, progress } = attempt;
  const total = inputs.captured.length + inputs.others.length;
  progress.report("validate", 0, total);
  return trace.span("validate", async () => {
    const validation = await validate({
      base: claim.base,
      candidate,
      component: claim.incident.component,
      inputs,
      original,
      onProgress: (done) => progress.report("validate", done, total),
    });
    return { candidate, hash, validation };
  });
}

/** The syntax hash of the failing component, of a candidate or the running code. */
export function hashOf({ claim }: Pick<Attempt, "claim">, filter: FilterCode): Promise<string> {
  const { component } = claim.incident;
  return hashFilter(codeOf(filter, component), component);
}

/** Why a candidate of this hash must not be offered again, if it was tried before or rejected. */
export function refusedBefore({ claim }: Attempt, hash: string): Refused | undefined {
  return claim.refused.find((refused) => refused.syntax_hash === hash);
}

/** The columns that show a candidate: its code, the diff computed here, and its proof. */
export function shown(attempt: Attempt, judged: Judged): Partial<Outcome> & FilterCode {
  const { candidate, hash, validation } = judged;
  return {
    ...candidate,
    diff: diffOf(attempt.claim.base, candidate),
    base_syntax_hash: attempt.baseHash,
    syntax_hash: hash,
    validation,
    validated: validation.verdict === "validated",
  };
}
