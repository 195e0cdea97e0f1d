package cases

import "github.com/vyx/go-screener/pkg/types"

// A panic with any value is an error.
func evaluate(data *types.MarketData) bool {
	if len(data.Klines["5m"]) < 20 {
		panic(len(data.Klines["5m"]))
	}
	return true
}

// Output: true true true error error error error
