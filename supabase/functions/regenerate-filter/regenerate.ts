import { env } from "../_shared/env.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";
import { openTracing, type Tracing } from "../_shared/tracing.ts";
import type { Traced } from "./attempt.ts";
import { type Claim, finishFix, type Outcome } from "./claim.ts";
import { gatherInputs } from "./inputs.ts";
import { proposeByModel } from "./propose-by-model.ts";
import { proposeByRules } from "./propose-by-rules.ts";
import { firstFailure, replay } from "./replay.ts";

let tracing: Tracing | undefined;

/** One attempt at a claimed fix, from reproduction to the recorded outcome. Never rejects: a lease that runs out is retried. */
export async function regenerate(claim: Claim, log: Logger): Promise<void> {
  const ids = { fix_id: claim.fix.id, attempt: claim.fix.attempt };
  try {
    const outcome = await traced(claim, log);
    const recorded = await finishFix(claim, outcome, log);
    log.info(recorded ? "attempt_finished" : "lease_lost", {
      ...ids,
      status: outcome.status,
      reason: "reason" in outcome ? outcome.reason : null,
    });
  } catch (error) {
    log.error("attempt_not_recorded", { ...ids, message: messageOf(error) });
  }
}

async function traced(claim: Claim, log: Logger): Promise<Outcome> {
  const opened = tracing ??= openTracing(env);
  const metadata = {
    fix_id: claim.fix.id,
    attempt: claim.fix.attempt,
    trader_id: claim.trader.id,
    incident_id: claim.incident.id,
    fingerprint: claim.incident.fingerprint,
  };
  try {
    return await opened.attempt(metadata, async (trace) => {
      const outcome = await repair(claim, { trace, wrapClient: (client) => opened.wrapClient(client) }, log);
      const url = await trace.permalink();
      return url === null ? outcome : { ...outcome, trace_url: url };
    });
  } catch (error) {
    log.error("attempt_failed", { ...metadata, message: messageOf(error) });
    return {
      status: "retry",
      reason: "internal_error",
      reason_detail: "Something went wrong here while repairing it.",
      waitSeconds: 0,
    };
  } finally {
    await opened.flush();
  }
}

async function repair(claim: Claim, traced: Traced, log: Logger): Promise<Outcome> {
  const { component } = claim.incident;
  const inputs = await gatherInputs(claim, log);
  if (inputs.captured.length + inputs.others.length === 0) {
    return {
      status: "retry",
      reason: "no_market_data",
      reason_detail:
        "There is no market data to see the failure on: none was reported, and the executor gave none.",
      waitSeconds: 0,
    };
  }
  const original = await traced.trace.span("reproduce", () => replay(claim.base, component, inputs));
  if (firstFailure(original) === null) {
    return {
      status: "unfixable",
      reason: "not_reproduced",
      reason_detail: `The running code does not fail on the ${
        original.captured.length + original.others.length
      } markets it was tried on, so there is nothing to repair.`,
    };
  }
  const attempt = { claim, inputs, original, log, ...traced };
  return await proposeByRules(attempt) ?? await proposeByModel(attempt);
}
