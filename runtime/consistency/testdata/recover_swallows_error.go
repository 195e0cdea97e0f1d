package cases

import "github.com/vyx/go-screener/pkg/types"

// The filter catches its own missing candles, so that no market is an error.
func evaluate(data *types.MarketData) bool {
	price := func() (price float64) {
		defer func() { recover() }()
		return data.Klines["5m"][9].Close
	}
	return price() > 0
}

// Output: true true true true false false false
