import { env } from "../_shared/env.ts";
import type { MarketData } from "../_shared/filter-runtime/schema.ts";
import type { Attempt } from "./attempt.ts";
import type { CallBudget } from "./budget.ts";
import { openModelClient } from "./model-client.ts";
import { askModel, type ModelAnswer, type ModelConfig, type RepairRequest } from "./model.ts";
import { firstFailure, inWords } from "../_shared/proof/replay.ts";
import { knownSecrets } from "../_shared/scrub.ts";

const SHAPES_SHOWN = 8;

/** Asks the language model for one candidate, within the budget. Throws ModelError and BudgetError. */
export function ask(attempt: Attempt, config: ModelConfig, budget: CallBudget): Promise<ModelAnswer> {
  return askModel(requestFor(attempt), {
    config,
    client: attempt.wrapClient(openModelClient(config)),
    signal: AbortSignal.timeout(config.timeoutMs),
    reserve: (worstUsd) => budget.reserve(worstUsd),
    secrets: knownSecrets(env, attempt.claim.trader.fly_app),
  });
}

/** What the model is told of an attempt. */
export function requestFor({ claim, inputs, original }: Attempt): RepairRequest {
  const { base, error, fix, incident, trader } = claim;
  const failure = firstFailure(original);
  const { line, column, source, explanation, values = [] } = failure ?? {};
  return {
    traderName: trader.name,
    strategy: typeof trader.strategy === "string" ? trader.strategy : JSON.stringify(trader.strategy),
    component: incident.component,
    code: base.code,
    ...(base.series_code === "" ? {} : { seriesCode: base.series_code }),
    error: {
      type: incident.error_type,
      message: `${error.message}\n${failure === null ? "" : inWords(failure)}`
        .trim(),
      ...(error.stack === null ? {} : { stack: error.stack }),
      ...(line === undefined || source === undefined ? {} : {
        statement: {
          line,
          column: column ?? 1,
          source,
          values,
          ...(explanation === undefined ? {} : { explanation }),
        },
      }),
    },
    inputShape: shapesOf([...inputs.captured, ...inputs.others], failure?.symbol),
    earlier: claim.tried.map(({ kind, code, failure }) => ({ kind, code, failure })),
    ...(fix.hint === null ? {} : { hint: fix.hint }),
  };
}

/** The shapes of a few inputs, that of the failing symbol first. */
function shapesOf(inputs: MarketData[], failing: string | undefined): string {
  const first = inputs.filter(({ symbol }) => symbol === failing);
  const rest = inputs.filter(({ symbol }) => symbol !== failing);
  return [...first, ...rest].slice(0, SHAPES_SHOWN).map(shapeOf).join("\n");
}

function shapeOf({ symbol, klines }: MarketData): string {
  const timeframes = Object.entries(klines).map(([timeframe, candles]) =>
    `${timeframe} ${candles.length} candles`
  );
  return `${symbol}: ${timeframes.join(", ") || "no candles"}`;
}
