package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// Some candle among the last forty completes a pattern.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	bullish, bearish := 0, 0
	for n := len(klines); n > 3 && n > len(klines)-40; n-- {
		switch indicators.DetectEngulfingPattern(klines[:n]) {
		case "bullish":
			bullish++
		case "bearish":
			bearish++
		}
	}
	return bullish == 0 && bearish == 0
}

// Output: true
