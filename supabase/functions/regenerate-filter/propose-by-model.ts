import OpenAI from "openai";
import { env } from "../_shared/env.ts";
import type { MarketData } from "../_shared/filter-runtime/schema.ts";
import { type Attempt, prove, shown } from "./attempt.ts";
import { BudgetError, CallBudget } from "./budget.ts";
import type { Outcome } from "./claim.ts";
import {
  askModel,
  type ModelAnswer,
  type ModelConfig,
  ModelError,
  readModelConfig,
  type RepairRequest,
} from "./model.ts";
import { ModelConfigError } from "./model-config.ts";
import { firstFailure, withCode } from "./replay.ts";

/** Asks the language model for one candidate and proves it. A candidate that fails goes back to the queue with its failure. */
export async function proposeByModel(attempt: Attempt): Promise<Outcome> {
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
    await budget.settle(answer);
    return await judge(attempt, answer);
  } catch (error) {
    if (error instanceof BudgetError) return afterBudgetError(error);
    if (!(error instanceof ModelError)) throw error;
    await budget.settle(error.usage);
    return afterModelError(error);
  }
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

function ask(attempt: Attempt, config: ModelConfig, budget: CallBudget): Promise<ModelAnswer> {
  // The queue does the retrying: it survives this isolate and counts the attempts.
  const client = attempt.wrapClient(
    new OpenAI({
      apiKey: config.apiKey,
      baseURL: config.baseUrl ?? null,
      maxRetries: 0,
      timeout: config.timeoutMs,
    }),
  );
  return askModel(requestFor(attempt), {
    config,
    client,
    signal: AbortSignal.timeout(config.timeoutMs),
    reserve: (worstUsd) => budget.reserve(worstUsd),
  });
}

function requestFor({ claim, inputs, original }: Attempt): RepairRequest {
  const { base, error, incident, trader } = claim;
  return {
    traderName: trader.name,
    strategy: typeof trader.strategy === "string" ? trader.strategy : JSON.stringify(trader.strategy),
    component: incident.component,
    code: base.code,
    ...(base.series_code === "" ? {} : { seriesCode: base.series_code }),
    error: {
      type: incident.error_type,
      message: `${error.message}\n${firstFailure(original) ?? ""}`.trim(),
      ...(error.stack === null ? {} : { stack: error.stack }),
    },
    inputShape: [...inputs.captured, ...inputs.others].slice(0, 8).map(shapeOf).join("\n"),
    earlier: claim.earlier === null ? [] : [claim.earlier],
  };
}

function shapeOf({ symbol, klines }: MarketData): string {
  const timeframes = Object.entries(klines).map(([timeframe, candles]) =>
    `${timeframe} ${candles.length} candles`
  );
  return `${symbol}: ${timeframes.join(", ")}`;
}

async function judge(attempt: Attempt, answer: ModelAnswer): Promise<Outcome> {
  const { claim } = attempt;
  // Only the component that failed is replayed, so only that one may change.
  const { component } = claim.incident;
  const answered = component === "filter" ? answer.code : answer.seriesCode ?? claim.base.series_code;
  const candidate = withCode(claim.base, component, answered);
  const validation = await prove(attempt, candidate);
  const candidateColumns = {
    ...shown(attempt, candidate, validation),
    prompt_version: answer.promptVersion,
    origin: "llm" as const,
  };
  if (validation.verdict !== "validated") {
    const detail = `The candidate was tried and is not sound. ${validation.failure ?? ""}`.trim();
    return {
      ...candidateColumns,
      status: "retry",
      reason: "validation_failed",
      reason_detail: detail,
      waitSeconds: null,
    };
  }
  return {
    ...candidateColumns,
    status: "proposed",
    explanation: answer.explanation,
    root_cause: answer.rootCause,
    what_changed: answer.whatChanged,
  };
}

/** A call that brought no usable answer. Trying again waits when the provider did not even take it. */
function afterModelError({ usage, reason, retryable, retryAfterSeconds }: ModelError): Outcome {
  const reason_detail = "The language model gave no usable answer.";
  if (!retryable) return { status: "failed", reason, reason_detail };
  const answered = usage !== undefined && usage.costUsd > 0;
  return { status: "retry", reason, reason_detail, waitSeconds: answered ? null : retryAfterSeconds ?? 0 };
}

function afterBudgetError({ code }: BudgetError): Outcome {
  if (code === "lease_lost") {
    return { status: "retry", reason: code, reason_detail: "The attempt took too long.", waitSeconds: 0 };
  }
  return {
    status: "held",
    reason: code,
    reason_detail:
      "What may be spent on repairs in a day is spent. It goes on tomorrow, or when you raise the limit in your settings.",
  };
}
