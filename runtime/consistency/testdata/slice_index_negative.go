package cases

import "github.com/vyx/go-screener/pkg/types"

// An index below zero is a panic.
func evaluate(data *types.MarketData) bool {
	i := len(data.Klines["5m"]) - 1
	return data.Klines["5m"][i].Close > 0
}

// Output: true true true true true error error
