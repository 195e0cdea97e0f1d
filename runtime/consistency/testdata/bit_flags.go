package cases

import "github.com/vyx/go-screener/pkg/types"

// Conditions kept as bits.
func evaluate(data *types.MarketData) bool {
	const (
		trend = 1 << iota
		volume
		candle
	)
	flags := 0
	klines := data.Klines["5m"]
	if n := len(klines); n > 1 {
		if klines[n-1].Close > klines[0].Close {
			flags |= trend
		}
		if klines[n-1].Volume > 600 {
			flags |= volume
		}
		if klines[n-1].Close > klines[n-1].Open {
			flags |= candle
		}
	}
	return flags&trend != 0 && flags&^trend != candle
}

// Output: true false false true false false false
