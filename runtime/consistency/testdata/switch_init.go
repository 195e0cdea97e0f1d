package cases

import "github.com/vyx/go-screener/pkg/types"

// A switch may declare its value, and its cases may be calls.
func evaluate(data *types.MarketData) bool {
	double := func(x int) int { return x * 2 }
	switch n := len(data.Klines["1h"]); n {
	case double(5):
		return true
	case double(15):
		return n == 30
	default:
		return n > 55
	}
}

// Output: true false true true false false false
