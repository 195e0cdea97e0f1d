// The eight traders that the demo seeds: two sound ones, and six that fail in ways filters really fail in production.
import { averageSqueeze } from "./traders/average-squeeze.ts";
import { dayMomentum } from "./traders/day-momentum.ts";
import type { DemoTrader } from "./traders/demo-trader.ts";
import { goldenCross } from "./traders/golden-cross.ts";
import { oversoldBounce } from "./traders/oversold-bounce.ts";
import { risingStreak } from "./traders/rising-streak.ts";
import { stochasticTurn } from "./traders/stochastic-turn.ts";
import { trendPullback } from "./traders/trend-pullback.ts";
import { volumeBreakout } from "./traders/volume-breakout.ts";

export const demoTraders: readonly DemoTrader[] = [
  oversoldBounce,
  trendPullback,
  goldenCross,
  volumeBreakout,
  dayMomentum,
  risingStreak,
  stochasticTurn,
  averageSqueeze,
];
