package cases

import "github.com/vyx/go-screener/pkg/types"

// A negative length is a panic.
func evaluate(data *types.MarketData) bool {
	values := make([]float64, len(data.Klines["5m"])-10)
	return len(values) > 100
}

// Output: true true false false error error error
