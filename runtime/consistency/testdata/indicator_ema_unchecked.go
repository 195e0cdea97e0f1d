package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// Dereferenced without a check: an error in every market that is too young.
func evaluate(data *types.MarketData) bool {
	return *indicators.CalculateEMA(data.Klines["5m"], 50) < data.Ticker.LastPrice
}

// Output: false true error error error error error
