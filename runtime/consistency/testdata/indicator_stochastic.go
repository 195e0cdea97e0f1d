package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// K and D are numbers, not slices.
func evaluate(data *types.MarketData) bool {
	stochastic := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
	return stochastic != nil && stochastic.K > stochastic.D && stochastic.K < 80
}

// Output: true true true false false false false
