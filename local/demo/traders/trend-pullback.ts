// Sound: two timeframes, each checked before use.
import type { DemoTrader } from "./demo-trader.ts";

export const trendPullback: DemoTrader = {
  name: "Pullback in an uptrend",
  description: "Buys the dip to the moving average while the larger trend is up",
  strategy:
    "I only trade with the trend. If the 1 hour EMA 20 is above the EMA 50, show me coins that have come back " +
    "to within one percent of their 15 minute EMA 50, with buyers in control of the last candle.",
  filter: {
    requiredTimeframes: ["15m", "1h"],
    indicators: [
      { id: "ema-fast", name: "EMA (20)", chartType: "line" },
      { id: "ema-slow", name: "EMA (50)", chartType: "line" },
    ],
    description: [
      "1h EMA (20) is above EMA (50)",
      "Price is within 1 % of the 15m EMA (50)",
      "Takers bought more than they sold in the last 15m candle",
    ],
    code: `hourly := data.Klines["1h"]
quarterly := data.Klines["15m"]
if len(hourly) < 60 || len(quarterly) < 60 {
	return false
}

fast := indicators.CalculateEMA(hourly, 20)
slow := indicators.CalculateEMA(hourly, 50)
support := indicators.CalculateEMA(quarterly, 50)
if fast == nil || slow == nil || support == nil {
	return false
}

last := quarterly[len(quarterly)-1]
distance := (last.Close - *support) / *support * 100
nearSupport := distance > -1 && distance < 1

return *fast > *slow && nearSupport && last.VolumeDelta > 0`,
  },
};
