package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A field of a nil struct.
func evaluate(data *types.MarketData) bool {
	macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
	return macd.Histogram > -5
}

// Output: true true true error error error error
