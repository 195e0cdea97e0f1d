import { runFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import type { Component, Failure, MarketData, RunResult } from "../_shared/filter-runtime/schema.ts";
import { exceedsBudget } from "../_shared/proof/replay.ts";
import type { WorkBudget } from "./work-budget.ts";

/** What code did on one market; null when the time was up before. */
export type Ran = { result: RunResult; assumed: boolean } | null;

/** What ordinary code needs a fraction of. What takes more is run alone, so that one call takes no time that cannot be spared. */
export const FEW_STEPS = 50_000;
/** Less than the executor allows, a million, or five for series code: that alone may take as long as a whole preview. */
const MANY_STEPS = 200_000;
/** What is said of code that was stopped there: on the executor it may or may not end in time. */
const STOPPED = {
  code: "preview_limit",
  message: `stopped after ${MANY_STEPS} steps, more than a preview may spend on one market`,
  explanation: "The code takes very long, or does not end.",
};
/** Enough to be inside of a loop that does not end. */
const STEPS_TO_LOCATE = 20_000;

/**
 * One component of a filter, run on markets in turn. Code that takes too many steps on one market is taken to fail on the rest of its group,
 * and is tried for a few steps in later groups.
 */
export class CodeRun {
  readonly ran: Ran[] = [];
  /** Most steps on one market that it ran on. */
  fuel = 0;
  #fastestMs = Infinity;
  #exhausted: Failure | null = null;
  #stopped = false;
  #alone = false;

  /** `compileError` is what it fails with wherever it is run. */
  constructor(
    private readonly code: string,
    private readonly component: Component,
    readonly compileError: Failure | null,
  ) {}

  /** Milliseconds that it takes on as many markets, once it is warm. */
  usualMs(markets: number): number {
    return Number.isFinite(this.#fastestMs) ? this.#fastestMs * markets : 0;
  }

  /** Whether it took too many steps somewhere. */
  get exceeds(): boolean {
    return this.#exhausted !== null;
  }

  /** Markets of another kind follow. */
  beginGroup(): void {
    this.#stopped = false;
    this.#alone = false;
  }

  /** Runs it on these markets, as long as more than `keepMs` of the budget are left. */
  async run(markets: readonly MarketData[], budget: WorkBudget, keepMs: number): Promise<void> {
    for (let at = 0; at < markets.length;) {
      const rest = markets.slice(at);
      const failure = this.compileError ?? (this.#stopped ? this.#exhausted : null);
      if (failure !== null) {
        const assumed = this.compileError === null;
        this.ran.push(...rest.map((market) => ({ result: failed(market, failure), assumed })));
      } else if (this.code === "") {
        this.ran.push(...rest.map(withoutSeries));
      } else if (budget.leftMs <= keepMs) {
        this.ran.push(...rest.map(() => null));
      } else {
        at += await this.#call(this.#alone ? rest.slice(0, 1) : rest, budget);
        continue;
      }
      return;
    }
  }

  /** Returns on how many it was run within the limits; the next of them is the one that exceeds them. */
  async #call(markets: MarketData[], budget: WorkBudget): Promise<number> {
    const started = budget.spentMs;
    const maxSteps = this.#alone ? MANY_STEPS : FEW_STEPS;
    const results = await budget.spend(() => this.#runBlind(markets, maxSteps));
    const first = results.findIndex(exceedsBudget);
    const within = first < 0 ? results : results.slice(0, first);
    const located = this.#alone ? within : await budget.spend(() => this.#locate(markets, within));
    this.ran.push(...located.map((result) => ({ result, assumed: false })));
    this.fuel = Math.max(this.fuel, ...within.map(({ steps }) => steps));
    const over = results[first];
    const market = markets[first];
    if (over === undefined || market === undefined) {
      this.#fastestMs = Math.min(this.#fastestMs, (budget.spentMs - started) / markets.length);
      return within.length;
    }
    if (!this.#alone && !this.exceeds) {
      this.#alone = true;
      return within.length;
    }
    return within.length + await this.#stop(market, over, budget);
  }

  /** Returns 1 when the market's outcome is recorded here, 0 when it is assumed like that of those after it. */
  async #stop(market: MarketData, over: RunResult, budget: WorkBudget): Promise<number> {
    this.#stopped = true;
    if (this.exceeds || over.ok) return 0;
    const failure = await budget.spend(() => this.#where(market, over.error));
    const assumed = failure.class === "timeout";
    this.#exhausted = assumed ? { ...failure, ...STOPPED } : failure;
    this.ran.push({ result: { ...over, error: this.#exhausted }, assumed });
    return 1;
  }

  #runBlind(inputs: MarketData[], maxSteps: number): Promise<RunResult[]> {
    const { code, component } = this;
    return runFilter({ code, component, inputs, maxSteps, blind: true });
  }

  /** The same results, with the statements at which runs failed. */
  async #locate(markets: MarketData[], results: RunResult[]): Promise<RunResult[]> {
    const inputs = markets.filter((_, index) => results[index]?.ok === false);
    if (inputs.length === 0) return results;
    const { code, component } = this;
    const located = await runFilter({ code, component, inputs, maxSteps: FEW_STEPS });
    return results.map((result) => result.ok ? result : located.shift() ?? result);
  }

  /** The failure with the statement that was running after a while, which is mostly in the loop that does not end. */
  async #where(market: MarketData, failure: Failure): Promise<Failure> {
    const { code, component } = this;
    const [seen] = await runFilter({ code, component, inputs: [market], maxSteps: STEPS_TO_LOCATE });
    return seen?.ok === false && seen.error.class === failure.class
      ? { ...seen.error, message: failure.message }
      : failure;
  }
}

function failed({ symbol }: MarketData, error: Failure): RunResult {
  return { symbol, ok: false, error, steps: 0 };
}

/** Without series code the executor draws nothing. */
function withoutSeries({ symbol }: MarketData): Ran {
  return { result: { symbol, ok: true, series: {}, steps: 0 }, assumed: false };
}
