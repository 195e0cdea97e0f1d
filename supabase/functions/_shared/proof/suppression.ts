// Signs that a candidate silences a failure, or does more than repair it: those that the runtime's comparison finds, and those that show
// only when both are run.
import type { Comparison, Finding } from "../filter-runtime/comparison.ts";
import { compareFilters } from "../filter-runtime/filter-runtime.ts";
import type { MarketData, RunResult } from "../filter-runtime/schema.ts";
import { exceedsBudget, type Replay, replay } from "./replay.ts";
import { codeOf } from "./filter-code.ts";
import type { Trial } from "./trial.ts";

/** What both said about one input that both ran on. */
export interface Pair {
  symbol: string;
  before: unknown;
  after: unknown;
}

/** Where nothing is left to compare with, the running code is given so many times the steps of the candidate: it fails all the same. */
const STEPS_OVER_CANDIDATE = 10;
const LEAST_STEPS = 20_000;

/** The inputs that the running code works on, with both answers. */
export function pairsOf(original: Replay, candidate: Replay): Pair[] {
  return [...paired(original.captured, candidate.captured), ...paired(original.others, candidate.others)];
}

function paired(before: RunResult[], after: RunResult[]): Pair[] {
  return before.flatMap((was, index) => {
    const is = after[index];
    return was.ok && is?.ok === true
      ? [{ symbol: was.symbol, before: verdictOf(was), after: verdictOf(is) }]
      : [];
  });
}

function verdictOf(result: Extract<RunResult, { ok: true }>): unknown {
  return result.matched ?? result.series;
}

/** For a candidate that runs on every input, within `fuel` steps. */
export async function lookForSuppression(
  trial: Trial,
  fuel: number,
  pairs: Pair[],
): Promise<Pick<Comparison, "suppression" | "cost">> {
  const { suppression, cost } = await compared(trial, fuel);
  return {
    cost,
    suppression: [...suppression, ...lostSeries(pairs), ...await matchesWithoutData(trial)],
  };
}

function compared(
  { base, candidate, component, inputs, original }: Trial,
  fuel: number,
): Promise<Comparison> {
  const request = { code: codeOf(base, component), candidate: codeOf(candidate, component), component };
  // What spends the whole budget has nothing to say, and costs as much as hundreds of others.
  const affordable = [
    ...inputs.captured.filter((_, index) => isAffordable(original.captured[index])),
    ...inputs.others.filter((_, index) => isAffordable(original.others[index])),
  ];
  if (original.compileError !== null) {
    return compareFilters({ ...request, inputs: [...inputs.captured, ...inputs.others] });
  }
  return affordable.length > 0 ? compareFilters({ ...request, inputs: affordable }) : compareFilters({
    ...request,
    inputs: [...inputs.captured, ...inputs.others],
    maxSteps: Math.max(LEAST_STEPS, STEPS_OVER_CANDIDATE * fuel),
  });
}

function isAffordable(result: RunResult | undefined): boolean {
  return result !== undefined && !exceedsBudget(result);
}

/** Series that most of the healthy inputs had and have no longer, or with fewer values. */
function lostSeries(pairs: Pair[]): Finding[] {
  const lost = pairs.filter(({ before, after }) => valuesIn(after) * 2 < valuesIn(before));
  return lost.length * 2 > pairs.length
    ? [{
      code: "series_lost",
      message: "The new code leaves out most of the values that the old one gave on the same markets.",
      line: 0,
    }]
    : [];
}

function valuesIn(series: unknown): number {
  if (typeof series !== "object" || series === null) return 0;
  return Object.values(series).reduce<number>(
    (sum, value) => sum + (typeof value === "object" && value !== null ? valuesIn(value) : 1),
    0,
  );
}

/** Without any data there is nothing to say yes to, unless the running code does so, too. */
async function matchesWithoutData(
  { base, candidate, component, inputs, original }: Trial,
): Promise<Finding[]> {
  const [first] = [...inputs.captured, ...inputs.others];
  if (component !== "filter" || first === undefined) return [];
  const nothing: MarketData[] = [
    { ...first, ticker: null, klines: {} },
    {
      ...first,
      ticker: null,
      klines: Object.fromEntries(Object.keys(first.klines).map((name) => [name, []])),
    },
  ];
  const run = async (filter: Trial["base"]): Promise<boolean> =>
    (await replay(filter, component, { captured: [], others: nothing })).others
      .some((result) => result.ok && result.matched === true);
  if (!await run(candidate)) return [];
  if (original.compileError === null && await run(base)) return [];
  return [{
    code: "missing_data_matches",
    message: "The new code says yes where there is no data at all.",
    line: 0,
  }];
}
