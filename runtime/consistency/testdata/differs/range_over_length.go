package cases

import "github.com/vyx/go-screener/pkg/types"

// The same over the number of candles.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	rising := 0
	for i := range len(klines) {
		if klines[i].Close > klines[i].Open {
			rising++
		}
	}
	return rising > 3
}

// Output: refused

// Go: true true false true false false false
