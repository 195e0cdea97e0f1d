package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// Two timeframes of one market.
func evaluate(data *types.MarketData) bool {
	short := indicators.CalculateMA(data.Klines["5m"], 9)
	long := indicators.CalculateMA(data.Klines["1h"], 9)
	return short != nil && long != nil && *short > *long
}

// Output: false true false false false false false
