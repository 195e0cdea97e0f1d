package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// An indicator without enough candles is nil, and reading it a panic.
func evaluate(data *types.MarketData) bool {
	ma := indicators.CalculateMA(data.Klines["5m"], 20)
	return *ma > 50
}

// Output: true true false error error error error
