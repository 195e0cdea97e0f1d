package cases

import "github.com/vyx/go-screener/pkg/types"

// Numbers of both kinds meet only through a conversion.
func evaluate(data *types.MarketData) bool {
	n := len(data.Klines["5m"])
	half := float64(n) / 2
	return half == float64(n/2) && half > 0
}

// Output: true false true true false false false
