import type { Traced } from "./attempt.ts";
import type { Claim, Outcome } from "./claim.ts";
import type { Inputs } from "../_shared/proof/inputs.ts";
import { exceedsBudget, firstFailure, type Replay, replay } from "../_shared/proof/replay.ts";

/**
 * Sees the failure again before anything is spent on it: on the captured input, on the current candles of the incident's symbols and
 * others, or on samples. Returns the running code's replay, or how the attempt ends where it does not fail.
 */
export async function reproduce(
  claim: Claim,
  inputs: Inputs,
  { trace, progress }: Pick<Traced, "trace" | "progress">,
): Promise<{ original: Replay } | { outcome: Outcome }> {
  const { component } = claim.incident;
  const total = inputs.captured.length + inputs.others.length;
  progress.report("reproduce", 0, total);
  let original: Replay = { compileError: null, captured: [], others: [] };
  await trace.span("reproduce", async () => {
    original = await replay(
      claim.base,
      component,
      inputs,
      (done) => progress.report("reproduce", done, total),
    );
    // Not the results: those of series code are all values on all markets.
    return { failure: firstFailure(original), ran: original.captured.length + original.others.length };
  }, {
    component,
    captured: inputs.captured.length,
    others: inputs.others.length,
    othersFrom: inputs.othersFrom,
  });
  return isSeen(claim, original) ? { original } : { outcome: notSeen(claim, inputs) };
}

/** On captured input any failure is the one, and so is code that cannot run at all; elsewhere only one of its kind: anything fails somewhere. */
function isSeen({ incident }: Claim, { compileError, captured, others }: Replay): boolean {
  if (compileError !== null || captured.some(({ ok }) => !ok)) return true;
  return others.some((result) =>
    !result.ok &&
    (result.error.class === incident.error_type || exceedsBudget(result) && incident.error_type === "timeout")
  );
}

function notSeen(claim: Claim, inputs: Inputs): Outcome {
  const { captured, executorAway } = inputs;
  if (captured.length === 0 && executorAway) {
    return {
      status: "retry",
      reason: "no_market_data",
      reason_detail:
        "The failure does not show on sample data, and the executor could not be asked for market data now.",
      waitSeconds: 0,
    };
  }
  const byExecutor = blamesExecutor(claim, inputs);
  return {
    status: "unfixable",
    reason: "not_reproduced",
    reason_detail: `The running code works on ${triedOn(inputs)}, so there is nothing in it to repair. ${
      byExecutor
        ? "The executor that reported the failure seems to have had trouble of its own."
        : "The market data it failed on seems to have been unusual, and is not like that now."
    }`,
    attribution: byExecutor ? "executor" : "data",
  };
}

/** The very input runs here, or the kind of failure does not depend on any input: then it was where the code ran. */
function blamesExecutor({ incident }: Claim, { captured }: Inputs): boolean {
  return captured.length > 0 || incident.error_type === "compile" || incident.error_type === "timeout";
}

function triedOn({ captured, others, othersFrom }: Inputs): string {
  const parts = [
    captured.length > 0 ? `the ${count(captured.length, "captured market")} it was reported to fail on` : "",
    `${count(others.length, othersFrom === "executor" ? "current market" : "sample market")}`,
  ];
  return parts.filter(Boolean).join(" and ");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
