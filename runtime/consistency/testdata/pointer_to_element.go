package cases

import "github.com/vyx/go-screener/pkg/types"

// A pointer to a candle is the candle in its slice.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) == 0 {
		return false
	}
	last := &klines[len(klines)-1]
	last.Volume = 777
	return klines[len(klines)-1].Volume == 777
}

// Output: true true true true true false false
