// Filters that fail as in production and that the rules repair, with what the executor says of them.
import type { MarketData } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { cutTo, withTimeframes } from "../../local/candles/market-windows.ts";
import { averageSqueeze } from "../../local/demo/traders/average-squeeze.ts";
import { dayMomentum } from "../../local/demo/traders/day-momentum.ts";
import type { DemoTrader } from "../../local/demo/traders/demo-trader.ts";
import { goldenCross } from "../../local/demo/traders/golden-cross.ts";
import { stochasticTurn } from "../../local/demo/traders/stochastic-turn.ts";
import { volumeBreakout } from "../../local/demo/traders/volume-breakout.ts";
import { type ErrorEvent, type FailingTrader, knownEvent } from "../load/events.ts";

interface BrokenFilter {
  trader: DemoTrader;
  message: string;
  statement: string;
  /** Candles of the market that it fails on; undefined for code that fails on any. */
  candles?: number;
}

const brokenFilters: readonly BrokenFilter[] = [
  {
    trader: goldenCross,
    message:
      'failed to compile filter code: 17:20: package indicators "github.com/vyx/go-screener/pkg/indicators" ' +
      "has no symbol GetLatestMA",
    statement: "fast := indicators.GetLatestMA(klines, 20)",
  },
  {
    trader: dayMomentum,
    message: "panic in trader: reflect: slice index out of range",
    statement: "dayAgo := klines[len(klines)-25].Close",
    candles: 20,
  },
  {
    trader: averageSqueeze,
    message: "failed to compile filter code: 22:8: undefined: math",
    statement: "gap := math.Abs(*fast-*slow) / *slow * 100",
  },
  {
    trader: volumeBreakout,
    message: "panic in trader: reflect: call of reflect.Value.Float on zero Value",
    statement: "return last.Close > *average*1.005 && last.Volume > *avgVolume",
    candles: 30,
  },
  {
    trader: stochasticTurn,
    message: "failed to compile filter code: 20:20: invalid argument for len",
    statement: "k := stoch.K[len(stoch.K)-1]",
  },
];

/** The filter of the trader at this place: no two traders have the same code. */
export function brokenFilter(place: number): { code: string; timeframe: string } {
  const { trader } = filterAt(place);
  return {
    code: `// ${place}\n${trader.filter.code}`,
    timeframe: trader.filter.requiredTimeframes[0] ?? "5m",
  };
}

/** The first error of such a trader, with the input that it failed on. */
export function firstError(trader: FailingTrader, market: MarketData): ErrorEvent {
  const { trader: { filter }, message, statement, candles } = filterAt(trader.place);
  const input = withTimeframes(market, (interval) => filter.requiredTimeframes.includes(interval));
  const event = knownEvent(trader);
  return {
    ...event,
    error_message: message,
    stack_trace: "",
    // Its own statement, or ten traders would make the fault the platform's.
    context: {
      ...event.context,
      symbol: market.symbol,
      failing_statement: `${statement} // ${trader.place}`,
    },
    market_data: candles === undefined ? input : cutTo(input, candles),
  };
}

function filterAt(place: number): BrokenFilter {
  const filter = brokenFilters[place % brokenFilters.length];
  if (filter === undefined) throw new Error("There must be a broken filter");
  return filter;
}
