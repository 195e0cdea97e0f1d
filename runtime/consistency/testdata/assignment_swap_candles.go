package cases

import "github.com/vyx/go-screener/pkg/types"

// Whole candles are swapped.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 2 {
		return false
	}
	first, second := klines[0].OpenTime, klines[1].OpenTime
	klines[0], klines[1] = klines[1], klines[0]
	return klines[0].OpenTime == second && klines[1].OpenTime == first
}

// Output: true true true true false false false
