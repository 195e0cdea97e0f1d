package cases

import "github.com/vyx/go-screener/pkg/types"

// The right side of && is not evaluated once the left is false: no panic without candles.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	return len(klines) > 0 && klines[len(klines)-1].Close > klines[0].Open
}

// Output: true false false true false false false
