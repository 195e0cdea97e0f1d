import { ApiError } from "../_shared/errors.ts";
import { checkFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import { type Component, componentSchema, type Failure } from "../_shared/filter-runtime/schema.ts";
import type { Logger } from "../_shared/log.ts";
import { codeOf, type FilterCode } from "../_shared/proof/filter-code.ts";
import { gatherInputs } from "../_shared/proof/inputs.ts";
import { replay } from "../_shared/proof/replay.ts";
import { validate, type Validation } from "../_shared/proof/validate.ts";
import type { Subject } from "../_shared/subject.ts";

/** A user's own code with what is known of it: the proof of the component that failed, and whether all that was changed holds. */
export interface ProvenEdit extends FilterCode {
  validated: boolean;
  validation: Validation | null;
  /** Why it is not validated, in words. */
  failure: string | null;
}

/**
 * Proves a user's own code as a candidate of the pipeline is proven. What the executor would refuse is refused here, 422 `does_not_compile`;
 * what is not proven is for the user to decide.
 */
export async function proveEdit(
  subject: Subject,
  candidate: FilterCode,
  log: Logger,
): Promise<ProvenEdit> {
  await refuseUncompilable(candidate);
  const failing = subject.incident?.component ?? "filter";
  const changed = componentSchema.options.filter((component) =>
    component === failing || codeOf(candidate, component) !== codeOf(subject.running, component)
  );
  const proofs = new Map<Component, Validation>();
  for (const component of changed) {
    // A component that was emptied has nothing left to run.
    if (codeOf(candidate, component) !== "") {
      proofs.set(component, await prove(subject, candidate, component, log));
    }
  }
  const failure = [...proofs.values()].map((proof) => proof.failure).find((words) => words !== null) ?? null;
  return {
    ...candidate,
    validated: failure === null && proofs.has(failing),
    validation: proofs.get(failing) ?? null,
    failure,
  };
}

async function refuseUncompilable(candidate: FilterCode): Promise<void> {
  for (const component of componentSchema.options) {
    const code = codeOf(candidate, component);
    if (component === "series" && code === "") continue;
    const { errors: [first] } = await checkFilter(code, component);
    if (first === undefined) continue;
    throw new ApiError(
      422,
      "does_not_compile",
      `Cannot accept this code: ${
        inPlace(component, first)
      }. The executor would refuse it; correct it and try again`,
    );
  }
}

function inPlace(component: Component, { line, message }: Failure): string {
  const where = `${component === "filter" ? "code" : "series_code"}${
    line === undefined ? "" : `, line ${line}`
  }`;
  return `${where}: ${message}`;
}

/** On the captured input where the component is the one that failed, and on the current candles of the executor, or samples. */
async function prove(
  { running, incident, captured, trader }: Subject,
  candidate: FilterCode,
  component: Component,
  log: Logger,
): Promise<Validation> {
  const inputs = await gatherInputs({
    // The timeframes that the new code reads are what it needs.
    base: candidate,
    component,
    errorType: incident?.error_type ?? "runtime",
    symbols: incident?.symbols ?? [],
    captured: incident?.component === component ? captured : [],
    flyApp: trader.fly_app,
  }, log);
  const original = await replay(running, component, inputs);
  return await validate({ base: running, candidate, component, inputs, original });
}
