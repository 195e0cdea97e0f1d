package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A market that does not move has 50, and 0 before the period.
func evaluate(data *types.MarketData) bool {
	rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
	return rsi != nil && rsi.Values[13] == 0 && rsi.Values[14] == 50
}

// Output: false false true false false false false
