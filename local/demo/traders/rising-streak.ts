// Broken: the loop goes back a candle only while candles rise, and never leaves the first one that does not. Where the
// streak ends is a question of what the trader meant, so no fixed rule can answer it; a language model has to.
import type { DemoTrader } from "./demo-trader.ts";

export const risingStreak: DemoTrader = {
  name: "Rising streak",
  description: "Several higher closes in a row",
  strategy:
    "Three or more 5 minute candles in a row, each closing higher than the one before, and the last one " +
    "bought rather than sold. That is somebody with a plan.",
  filter: {
    requiredTimeframes: ["5m"],
    indicators: [{ id: "delta", name: "Volume delta", chartType: "bar" }],
    description: [
      "At least three higher 5m closes in a row",
      "Takers bought more than they sold in the last candle",
    ],
    code: `klines := data.Klines["5m"]
if len(klines) < 12 {
	return false
}

streak := 0
i := len(klines) - 1
for i > 0 {
	if klines[i].Close > klines[i-1].Close {
		streak++
		i--
	}
}

return streak >= 3 && klines[len(klines)-1].VolumeDelta > 0`,
  },
};
