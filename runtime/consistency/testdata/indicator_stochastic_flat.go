package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A range without height counts as the middle.
func evaluate(data *types.MarketData) bool {
	stochastic := indicators.CalculateStochastic(data.Klines["5m"], 5, 3)
	return stochastic != nil && stochastic.K == 50 && stochastic.D == 45
}

// Output: false false true false false false false
