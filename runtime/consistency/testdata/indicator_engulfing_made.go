package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A pattern of candles made up here: a falling one, and one that covers it; the newest is not looked at.
func evaluate(data *types.MarketData) bool {
	klines := []types.Kline{{Open: 5, Close: 4}, {Open: 3, Close: 6}, {Open: 1, Close: 1}}
	bullish := indicators.DetectEngulfingPattern(klines)
	klines[0], klines[1] = types.Kline{Open: 4, Close: 5}, types.Kline{Open: 6, Close: 3}
	return bullish == "bullish" && indicators.DetectEngulfingPattern(klines) == "bearish" && indicators.DetectEngulfingPattern(klines[:2]) == ""
}

// Output: true
