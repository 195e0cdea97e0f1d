package cases

import "github.com/vyx/go-screener/pkg/types"

// A range over nil makes no turn.
func evaluate(data *types.MarketData) bool {
	var list []int
	var table map[string]int
	for range list {
		return false
	}
	for range table {
		return false
	}
	for range data.Klines["30m"] {
		return false
	}
	return true
}

// Output: true
