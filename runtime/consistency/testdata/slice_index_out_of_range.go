package cases

import "github.com/vyx/go-screener/pkg/types"

// The index of a candle that is not there is a panic.
func evaluate(data *types.MarketData) bool {
	return data.Klines["5m"][9].Close > 100
}

// Output: true true false true error error error
