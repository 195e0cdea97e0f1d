package cases

import "github.com/vyx/go-screener/pkg/types"

// A timeframe without candles is there all the same.
func evaluate(data *types.MarketData) bool {
	klines, ok := data.Klines["5m"]
	return ok && len(klines) == 0
}

// Output: false false false false false true false
