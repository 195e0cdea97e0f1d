// Broken: reaches 25 candles back without asking whether there are that many.
import type { DemoTrader } from "./demo-trader.ts";

export const dayMomentum: DemoTrader = {
  name: "Momentum of the day",
  description: "Coins that are up on the day and still liquid",
  strategy:
    "Give me what is moving today: more than one and a half percent up against the same hour yesterday, and at " +
    "least ten million dollars traded, because I do not want to be stuck in something thin.",
  filter: {
    requiredTimeframes: ["1h"],
    indicators: [{ id: "change", name: "Change over 24 h", chartType: "line" }],
    description: [
      "1h close is more than 1.5 % above the close 24 candles ago",
      "24 h quote volume is above 10 million",
    ],
    code: `klines := data.Klines["1h"]
now := klines[len(klines)-1].Close
dayAgo := klines[len(klines)-25].Close
change := (now - dayAgo) / dayAgo * 100

return change > 1.5 && data.Ticker.QuoteVolume > 10000000`,
  },
};
