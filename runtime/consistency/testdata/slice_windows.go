package cases

import "github.com/vyx/go-screener/pkg/types"

// The last candles as a window that shares its elements.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 5 {
		return false
	}
	window := klines[len(klines)-5:]
	window[0].Volume = 12345
	return klines[len(klines)-5].Volume == 12345 && len(window) == 5 && len(klines[:0]) == 0
}

// Output: true true true true false false false
