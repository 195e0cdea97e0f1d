package cases

import "github.com/vyx/go-screener/pkg/types"

// A window of more candles than there are is a panic.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	last := klines[len(klines)-20:]
	return len(last) == 20
}

// Output: true true true error error error error
