package cases

import "github.com/vyx/go-screener/pkg/types"

// A remainder by zero is a panic as well.
func evaluate(data *types.MarketData) bool {
	n := len(data.Klines["5m"]) - 10
	return 7%n == 7
}

// Output: true true true error true true true
