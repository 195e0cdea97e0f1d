package cases

import "github.com/vyx/go-screener/pkg/types"

// The same in an array.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 2 {
		return false
	}
	pair := [2]float64{klines[0].Close, klines[1].Close}
	return pair[1] == klines[1].Close
}

// Output: refused

// Go: true true true true false false false
