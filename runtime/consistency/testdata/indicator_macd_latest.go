package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The last values agree with each other.
func evaluate(data *types.MarketData) bool {
	macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
	if macd == nil {
		return false
	}
	difference := macd.MACD - macd.Signal - macd.Histogram
	return difference < 1e-9 && difference > -1e-9 && macd.MACD > 0
}

// Output: false true false false false false false
