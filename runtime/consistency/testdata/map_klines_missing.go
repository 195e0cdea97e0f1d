package cases

import "github.com/vyx/go-screener/pkg/types"

// A timeframe that is not there gives no candles.
func evaluate(data *types.MarketData) bool {
	klines, ok := data.Klines["15m"]
	return !ok && len(klines) == 0 && klines == nil
}

// Output: true
