package cases

import "github.com/vyx/go-screener/pkg/types"

// Reading through nil is a panic; the ticker may be nil.
func evaluate(data *types.MarketData) bool {
	return data.Ticker.LastPrice > 100
}

// Output: true true false true false false error
