import * as z from "zod";
import { env } from "../_shared/env.ts";
import { ask } from "./ask.ts";
import type { Attempt } from "./attempt.ts";
import { BudgetError, CallBudget } from "./budget.ts";
import type { Outcome } from "./claim.ts";
import { judge } from "./judge.ts";
import { type ModelAnswer, type ModelConfig, ModelError, readModelConfig } from "./model.ts";
import { ModelConfigError } from "../_shared/model-config.ts";

const answerSchema = z.object({
  code: z.string(),
  seriesCode: z.string().optional(),
  rootCause: z.string(),
  explanation: z.string(),
  whatChanged: z.array(z.string()),
  confidence: z.number(),
  model: z.string(),
  promptVersion: z.string(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costUsd: z.number(),
});

/** Asks the language model for one candidate and proves it. A candidate that fails goes back to the queue with its failure. */
export async function proposeByModel(attempt: Attempt): Promise<Outcome> {
  attempt.progress.report("model");
  // An earlier attempt paid for this one and was cut off before it could judge it.
  const kept = answerSchema.safeParse(attempt.claim.answer);
  if (kept.success) return await judge(attempt, definite(kept.data));

  const config = configure(attempt);
  if (config === null || config instanceof ModelConfigError) {
    return {
      status: "held",
      reason: config?.code ?? "llm_not_configured",
      reason_detail: "The repair rules cannot mend this failure, and no language model is set up to try.",
    };
  }
  const budget = new CallBudget(attempt.claim, config.model, attempt.log);
  try {
    const answer = await attempt.trace.span("llm", () => ask(attempt, config, budget));
    await budget.settle(answer, answer);
    note(attempt, answer);
    return await judge(attempt, answer);
  } catch (error) {
    if (error instanceof BudgetError) return afterBudgetError(error, attempt);
    if (!(error instanceof ModelError)) throw error;
    await budget.settle(error.usage);
    note(attempt, { model: config.model, costUsd: error.usage?.costUsd });
    return afterModelError(error);
  }
}

/** Adds to the trace who was asked and what it cost; nobody knows after a call that was cut. */
function note({ trace }: Attempt, { model, costUsd }: { model: string; costUsd?: number | undefined }): void {
  trace.record({ metadata: { model, cost_usd: costUsd ?? null } });
}

function definite({ seriesCode, ...answer }: z.infer<typeof answerSchema>): ModelAnswer {
  return seriesCode === undefined ? answer : { ...answer, seriesCode };
}

function configure({ log }: Attempt): ModelConfig | ModelConfigError | null {
  try {
    return readModelConfig(env);
  } catch (error) {
    if (!(error instanceof ModelConfigError)) throw error;
    log.error(error.code, { message: error.message });
    return error;
  }
}

/** A call that brought no usable answer. Trying again waits when the provider did not even take it. */
function afterModelError({ usage, reason, retryable, retryAfterSeconds }: ModelError): Outcome {
  const reason_detail = "The language model gave no usable answer.";
  if (!retryable) return { status: "failed", reason, reason_detail };
  const answered = usage !== undefined && usage.costUsd > 0;
  return { status: "retry", reason, reason_detail, waitSeconds: answered ? null : retryAfterSeconds ?? 0 };
}

/** How long to wait for what other repairs have set aside and mostly give back: longer each time, and not all for as long. */
function reservedWait(attempt: number): number {
  return 10 * Math.min(attempt, 6) * (1 + Math.random());
}

const HELD = {
  daily_cost_cap:
    "What may be spent on repairs in a day is spent. It goes on tomorrow, or when you raise the limit in your settings.",
  trader_cost_cap: "What may be spent on repairs of one trader in a day is spent. It goes on tomorrow.",
  model_calls_off:
    "Language models are switched off for the moment. It goes on when they are switched on again.",
};

function afterBudgetError({ code }: BudgetError, { claim }: Attempt): Outcome {
  switch (code) {
    case "lease_lost":
      return { status: "retry", reason: code, reason_detail: "The attempt took too long.", waitSeconds: 0 };
    case "budget_reserved":
      return {
        status: "wait",
        reason: code,
        reason_detail: "Other repairs of yours are at it. This one goes on when they are done.",
        waitSeconds: reservedWait(claim.fix.attempt),
      };
    case "incident_cost_cap":
      return {
        status: "failed",
        reason: code,
        reason_detail: "What may be spent on the repair of one failure is spent.",
      };
    default:
      return { status: "held", reason: code, reason_detail: HELD[code] };
  }
}
