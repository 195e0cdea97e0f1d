package cases

import "github.com/vyx/go-screener/pkg/types"

// The same in a struct without names of its fields; with names it works.
func evaluate(data *types.MarketData) bool {
	type swing struct {
		index int
		price float64
	}
	klines := data.Klines["5m"]
	var swings []swing
	for i := range klines {
		swings = append(swings, swing{i, klines[i].High})
	}
	return len(swings) > 1 && swings[0].price == klines[0].High
}

// Output: refused

// Go: true true true true false false false
