package cases

import "github.com/vyx/go-screener/pkg/types"

// Writing to a nil map is a panic.
func evaluate(data *types.MarketData) bool {
	var table map[string]int
	if len(data.Klines["5m"]) > 10 {
		table = map[string]int{}
	}
	table["n"] = 1
	return table["n"] == 1
}

// Output: true true true error error error error
