// Sound: checks the length and every indicator before it uses them.
import type { DemoTrader } from "./demo-trader.ts";

export const oversoldBounce: DemoTrader = {
  name: "Oversold bounce",
  description: "Buys the first strong candle after a sell-off",
  strategy:
    "When a coin has been sold off on the 15 minute chart (RSI below 40) and a green candle closes above the " +
    "middle of the one before it on more volume than usual, I want to know: that is where bounces start.",
  filter: {
    requiredTimeframes: ["15m"],
    indicators: [{ id: "rsi", name: "RSI (14)", chartType: "line" }],
    description: [
      "15m RSI (14) is below 40",
      "The last candle is green",
      "Its volume is above the average of 20",
    ],
    code: `klines := data.Klines["15m"]
if len(klines) < 30 {
	return false
}

rsi := indicators.GetLatestRSI(klines, 14)
avgVolume := indicators.CalculateAvgVolume(klines, 20)
if rsi == nil || avgVolume == nil {
	return false
}

last := klines[len(klines)-1]
previous := klines[len(klines)-2]
turnedUp := last.Close > last.Open && last.Close > (previous.High+previous.Low)/2

return *rsi < 40 && turnedUp && last.Volume > *avgVolume`,
    seriesCode: `klines := data.Klines["15m"]
rsi := indicators.CalculateRSI(klines, 14)
if rsi == nil {
	return map[string]interface{}{}
}

points := make([]map[string]interface{}, 0, len(klines))
for i, kline := range klines {
	points = append(points, map[string]interface{}{"x": kline.OpenTime, "y": rsi.Values[i]})
}
return map[string]interface{}{"rsi": points}`,
  },
};
