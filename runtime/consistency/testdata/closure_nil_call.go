package cases

import "github.com/vyx/go-screener/pkg/types"

// Calling a function that was never set is a panic.
func evaluate(data *types.MarketData) bool {
	var check func(float64) bool
	if len(data.Klines["5m"]) > 0 {
		check = func(x float64) bool { return x > 0 }
	}
	return check(1)
}

// Output: true true true true true error error
