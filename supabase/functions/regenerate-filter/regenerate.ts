import { env } from "../_shared/env.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";
import { openTracing, type Trace, type Tracing } from "../_shared/tracing.ts";
import { saveInputs } from "./attempt-record.ts";
import { type Attempt, hashOf, type Traced } from "./attempt.ts";
import { type Claim, finishFix, type Outcome } from "./claim.ts";
import { gatherInputs } from "../_shared/proof/inputs.ts";
import { Progress } from "./progress.ts";
import { proposeByModel } from "./propose-by-model.ts";
import { proposeByRules } from "./propose-by-rules.ts";
import { proposeFromLibrary } from "./propose-from-library.ts";
import { reproduce } from "./reproduce.ts";

let tracing: Tracing | undefined;

/** One attempt at a claimed fix, from reproduction to the recorded outcome. Never rejects: a lease that runs out is retried. */
export async function regenerate(claim: Claim, log: Logger): Promise<void> {
  const ids = { fix_id: claim.fix.id, attempt: claim.fix.attempt };
  const opened = tracing ??= openTracing(env);
  try {
    const outcome = await traced(opened, claim, log);
    const recorded = await finishFix(claim, outcome, log);
    log.info(recorded ? "attempt_finished" : "lease_lost", {
      ...ids,
      status: outcome.status,
      reason: "reason" in outcome ? outcome.reason : null,
    });
  } catch (error) {
    log.error("attempt_not_recorded", { ...ids, message: messageOf(error) });
  }
  // After the outcome is stored: a Braintrust that is slow holds nothing up.
  await opened.flush();
}

async function traced(opened: Tracing, claim: Claim, log: Logger): Promise<Outcome> {
  const metadata = {
    fix_id: claim.fix.id,
    attempt: claim.fix.attempt,
    trader_id: claim.trader.id,
    incident_id: claim.incident.id,
    fingerprint: claim.incident.fingerprint,
  };
  const progress = new Progress(claim.fix, log);
  try {
    return await opened.attempt(metadata, async (trace) => {
      const wrapClient: Tracing["wrapClient"] = (client) => opened.wrapClient(client);
      const outcome = await repair(claim, { trace, wrapClient, progress, log });
      await progress.settled();
      return { ...outcome, step: progress.step, ...await toldTo(trace, outcome) };
    });
  } catch (error) {
    await progress.settled();
    log.error("attempt_failed", { ...metadata, message: messageOf(error) });
    return {
      status: "retry",
      reason: "internal_error",
      reason_detail: "Something went wrong here while repairing it.",
      step: progress.step,
      waitSeconds: 0,
    };
  }
}

/** Adds the outcome to the trace, and the trace to the outcome. */
async function toldTo(
  trace: Trace,
  outcome: Outcome,
): Promise<Pick<Outcome, "trace_id" | "trace_url">> {
  trace.record({
    metadata: {
      status: outcome.status,
      reason: "reason" in outcome ? outcome.reason : null,
      origin: outcome.origin ?? null,
      prompt_version: outcome.prompt_version ?? null,
    },
    ...(outcome.validated === undefined ? {} : { scores: { validated: outcome.validated ? 1 : 0 } }),
  });
  // Asked for last: until now the connection may still have been logging in.
  const url = await trace.permalink();
  return {
    ...(trace.id === null ? {} : { trace_id: trace.id }),
    ...(url === null ? {} : { trace_url: url }),
  };
}

/** The steps, in order: each ends the attempt, or leaves it to the next. */
async function repair(claim: Claim, traced: Traced): Promise<Outcome> {
  const { log, progress } = traced;
  const { component, error_type: errorType, symbols } = claim.incident;
  const { base, captured, trader: { fly_app: flyApp } } = claim;
  const inputs = await gatherInputs({ base, component, errorType, symbols, captured, flyApp }, log);
  const seen = await reproduce(claim, inputs, traced);
  if ("outcome" in seen) return seen.outcome;

  const baseHash = await hashOf({ claim }, claim.base);
  const attempt: Attempt = {
    claim,
    inputs,
    original: seen.original,
    baseHash,
    ...traced,
  };
  const outcome = await proposeByRules(attempt) ?? await proposeFromLibrary(attempt) ??
    await proposeByModel(attempt);
  if (outcome.validation !== undefined) {
    progress.step = "store";
    await saveInputs(claim.fix, inputs, log);
  }
  return outcome;
}
