package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// Averages in order.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	fast := indicators.CalculateEMA(klines, 9)
	slow := indicators.CalculateEMA(klines, 21)
	if fast == nil || slow == nil {
		return false
	}
	return *fast > *slow
}

// Output: false true false false false false false
