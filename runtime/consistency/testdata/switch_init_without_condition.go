package cases

import "github.com/vyx/go-screener/pkg/types"

// An init statement without a value.
func evaluate(data *types.MarketData) bool {
	switch n := len(data.Klines["5m"]); {
	case n > 240:
		return true
	case n > 5:
		return false
	}
	return true
}

// Output: true true false false true true true
