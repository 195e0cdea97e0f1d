package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The histogram changes sign within the last sixty candles.
func evaluate(data *types.MarketData) bool {
	macd := indicators.CalculateMACD(data.Klines["5m"], 12, 26, 9)
	if macd == nil || len(macd.Histogram) < 100 {
		return false
	}
	n := len(macd.Histogram)
	for i := n - 60; i < n; i++ {
		if macd.Histogram[i-1] < 0 && macd.Histogram[i] >= 0 {
			return len(macd.Signal) == n && len(macd.MACD) == n
		}
	}
	return false
}

// Output: true true false false false false false
