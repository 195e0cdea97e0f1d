// Broken: uses package math, which the wrapper around a filter does not import.
import type { DemoTrader } from "./demo-trader.ts";

export const averageSqueeze: DemoTrader = {
  name: "Squeeze of averages",
  description: "Fast and slow average lie together: a move is near",
  strategy:
    "When the 20 and 50 candle EMAs on the 5 minute chart come within a fifth of a percent of each other and " +
    "volume picks up, something is about to happen. I want to see it before it does.",
  filter: {
    requiredTimeframes: ["5m"],
    indicators: [
      { id: "ema-fast", name: "EMA (20)", chartType: "line" },
      { id: "ema-slow", name: "EMA (50)", chartType: "line" },
    ],
    description: ["5m EMA (20) and EMA (50) differ by less than 0.2 %", "Volume is above its average of 20"],
    code: `klines := data.Klines["5m"]
if len(klines) < 60 {
	return false
}

fast := indicators.CalculateEMA(klines, 20)
slow := indicators.CalculateEMA(klines, 50)
avgVolume := indicators.CalculateAvgVolume(klines, 20)
if fast == nil || slow == nil || avgVolume == nil {
	return false
}

gap := math.Abs(*fast-*slow) / *slow * 100

return gap < 0.2 && klines[len(klines)-1].Volume > *avgVolume`,
  },
  doubleEncoded: true,
};
