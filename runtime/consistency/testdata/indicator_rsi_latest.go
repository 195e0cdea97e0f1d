package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The latest value between two bounds.
func evaluate(data *types.MarketData) bool {
	rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
	return rsi != nil && *rsi > 45 && *rsi < 70
}

// Output: false true true false false false false
