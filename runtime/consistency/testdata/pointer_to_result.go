package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A pointer that an indicator returns is read and compared.
func evaluate(data *types.MarketData) bool {
	ma := indicators.CalculateMA(data.Klines["5m"], 5)
	if ma == nil {
		return false
	}
	value := *ma
	*ma = 0
	return value > 100 && *ma == 0
}

// Output: true true false true false false false
