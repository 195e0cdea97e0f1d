package cases

import "github.com/vyx/go-screener/pkg/types"

// The number of candles is a divisor here: no candles, no division.
func evaluate(data *types.MarketData) bool {
	n := len(data.Klines["5m"])
	return 1000/n < 10
}

// Output: true true false false false error error
