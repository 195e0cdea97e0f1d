package cases

import "github.com/vyx/go-screener/pkg/types"

// Looking for the last rising candle from the end.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	for i := len(klines) - 1; i >= 0; i-- {
		if klines[i].Close > klines[i].Open {
			return len(klines)-1-i < 3
		}
	}
	return false
}

// Output: true false false true false false false
