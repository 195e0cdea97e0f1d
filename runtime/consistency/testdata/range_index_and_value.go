package cases

import "github.com/vyx/go-screener/pkg/types"

// The value is a copy; the index reaches the candle itself.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	for _, k := range klines {
		k.Close = -1
	}
	for i := range klines {
		if klines[i].Close == -1 {
			return false
		}
		klines[i].Volume = float64(i)
	}
	return len(klines) == 0 || klines[len(klines)-1].Volume == float64(len(klines)-1)
}

// Output: true
