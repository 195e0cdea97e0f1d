package cases

import "github.com/vyx/go-screener/pkg/types"

// A computed index outside of an array is a panic.
func evaluate(data *types.MarketData) bool {
	a := [3]int{1, 2, 3}
	i := len(data.Klines["5m"]) % 4
	return a[i] > 1
}

// Output: true true false true true false false
