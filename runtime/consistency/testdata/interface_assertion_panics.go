package cases

import "github.com/vyx/go-screener/pkg/types"

// One without a second result does.
func evaluate(data *types.MarketData) bool {
	var value interface{} = len(data.Klines["5m"])
	if data.Ticker == nil {
		value = "none"
	}
	return value.(int) > 5
}

// Output: true true true true false false error
