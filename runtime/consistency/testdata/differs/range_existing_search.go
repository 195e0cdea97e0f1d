package cases

import "github.com/vyx/go-screener/pkg/types"

// What that does to a search: the place that was found is forgotten.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	i := -1
	for i = range klines {
		if klines[i].Close < klines[i].Open {
			break
		}
	}
	return i > 0
}

// Output: false

// Go: true true true true false false false
