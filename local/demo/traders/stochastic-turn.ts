// Broken: takes the stochastic's K and D for series; they are numbers.
import type { DemoTrader } from "./demo-trader.ts";

export const stochasticTurn: DemoTrader = {
  name: "Stochastic turn",
  description: "Oversold by the stochastic, and the last candle turns up",
  strategy:
    "Stochastic on the 15 minute chart under 30 with K above D, and a green candle. I take these for a quick " +
    "move back to the middle.",
  filter: {
    requiredTimeframes: ["15m"],
    indicators: [{ id: "stochastic", name: "Stochastic (14, 3)", chartType: "line" }],
    description: ["15m stochastic K is below 30", "K is above D", "The last candle is green"],
    code: `klines := data.Klines["15m"]
if len(klines) < 20 {
	return false
}

stoch := indicators.CalculateStochastic(klines, 14, 3)
if stoch == nil {
	return false
}

k := stoch.K[len(stoch.K)-1]
d := stoch.D[len(stoch.D)-1]
last := klines[len(klines)-1]

return k < 30 && k > d && last.Close > last.Open`,
  },
};
