package cases

import "github.com/vyx/go-screener/pkg/types"

// A labelled break leaves both loops.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	found := -1
outer:
	for i := range klines {
		for j := i + 1; j < len(klines) && j < i+5; j++ {
			if klines[j].Close > klines[i].Close*1.015 {
				found = i
				break outer
			}
		}
	}
	return found >= 0
}

// Output: true true false true false false false
