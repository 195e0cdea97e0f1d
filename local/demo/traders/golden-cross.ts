// Broken: GetLatestMA does not exist, so this has never compiled.
import type { DemoTrader } from "./demo-trader.ts";

export const goldenCross: DemoTrader = {
  name: "Golden cross",
  description: "The fast moving average has just crossed above the slow one",
  strategy:
    "Tell me when the 20 candle average crosses above the 50 candle average on the 1 hour chart. The cross must " +
    "be fresh, no more than twelve candles old, otherwise I am late.",
  filter: {
    requiredTimeframes: ["1h"],
    indicators: [
      { id: "ma-fast", name: "MA (20)", chartType: "line" },
      { id: "ma-slow", name: "MA (50)", chartType: "line" },
    ],
    description: ["1h MA (20) is above MA (50)", "Twelve candles ago it was not"],
    code: `klines := data.Klines["1h"]
if len(klines) < 70 {
	return false
}

earlier := klines[:len(klines)-12]
fast := indicators.GetLatestMA(klines, 20)
slow := indicators.GetLatestMA(klines, 50)
fastBefore := indicators.GetLatestMA(earlier, 20)
slowBefore := indicators.GetLatestMA(earlier, 50)
if fast == nil || slow == nil || fastBefore == nil || slowBefore == nil {
	return false
}

return *fast > *slow && *fastBefore <= *slowBefore`,
  },
};
