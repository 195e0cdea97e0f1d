import type { Logger } from "../_shared/log.ts";
import type { Trace, Tracing } from "../_shared/tracing.ts";
import type { Claim, FilterCode, Outcome } from "./claim.ts";
import { diffOf } from "./diff.ts";
import type { Inputs } from "./inputs.ts";
import type { Replay } from "./replay.ts";
import { validate, type Validation } from "./validate.ts";

/** Where the attempt's steps are recorded. */
export interface Traced {
  trace: Trace;
  wrapClient: Tracing["wrapClient"];
}

/** A reproduced failure and what it takes to repair it. */
export interface Attempt extends Traced {
  claim: Claim;
  inputs: Inputs;
  /** The running code on the inputs. */
  original: Replay;
  log: Logger;
}

/** Proves a candidate against everything the attempt has. */
export function prove(
  { claim, inputs, original, trace }: Attempt,
  candidate: FilterCode,
): Promise<Validation> {
  return trace.span(
    "validate",
    () => validate({ base: claim.base, candidate, component: claim.incident.component, inputs, original }),
  );
}

/** The columns that show a candidate: its code, the diff computed here, and its proof. */
export function shown(
  { claim }: Attempt,
  candidate: FilterCode,
  validation: Validation,
): Partial<Outcome> & FilterCode {
  return {
    ...candidate,
    diff: diffOf(claim.base, candidate),
    validation,
    validated: validation.verdict === "validated",
  };
}
