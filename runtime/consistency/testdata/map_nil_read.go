package cases

import "github.com/vyx/go-screener/pkg/types"

// A nil map can be read.
func evaluate(data *types.MarketData) bool {
	var table map[string]float64
	value, ok := table["a"]
	return value == 0 && !ok && len(table) == 0 && table == nil
}

// Output: true
