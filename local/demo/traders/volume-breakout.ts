// Broken: on a newly listed symbol with 10 candles the averages are nil, and nobody checks.
import type { DemoTrader } from "./demo-trader.ts";

export const volumeBreakout: DemoTrader = {
  name: "Breakout on volume",
  description: "Price leaves its average upwards while volume rises",
  strategy:
    "I look for coins that pull away from their 50 candle average on the 15 minute chart, at least half a " +
    "percent, with more volume than the last twenty candles had on average.",
  filter: {
    requiredTimeframes: ["15m"],
    indicators: [
      { id: "ma", name: "MA (50)", chartType: "line" },
      { id: "volume", name: "Volume", chartType: "bar" },
    ],
    description: ["15m close is more than 0.5 % above MA (50)", "Volume is above its average of 20"],
    code: `klines := data.Klines["15m"]
if len(klines) == 0 {
	return false
}

last := klines[len(klines)-1]
average := indicators.CalculateMA(klines, 50)
avgVolume := indicators.CalculateAvgVolume(klines, 20)

return last.Close > *average*1.005 && last.Volume > *avgVolume`,
  },
};
