package cases

import "github.com/vyx/go-screener/pkg/types"

// The same with the check in front.
func evaluate(data *types.MarketData) bool {
	return data.Ticker != nil && data.Ticker.LastPrice > 100
}

// Output: true true false true false false false
