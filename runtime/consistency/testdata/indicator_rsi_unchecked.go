package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A field of nil.
func evaluate(data *types.MarketData) bool {
	return indicators.CalculateRSI(data.Klines["5m"], 10).Values[0] == 0
}

// Output: true true true error error error error
