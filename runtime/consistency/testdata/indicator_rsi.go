package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// Oversold within the last ten candles.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	rsi := indicators.CalculateRSI(klines, 14)
	if rsi == nil || len(rsi.Values) < 25 {
		return false
	}
	for _, value := range rsi.Values[len(rsi.Values)-10:] {
		if value < 40 {
			return true
		}
	}
	return false
}

// Output: true false false false false false false
