package cases

import "github.com/vyx/go-screener/pkg/types"

// Deferred calls run while a panic unwinds, which ends as an error all the same.
func evaluate(data *types.MarketData) bool {
	cleaned := false
	defer func() { cleaned = true }()
	klines := data.Klines["5m"]
	return klines[1].Close > 0 && !cleaned
}

// Output: true true true true error error error
