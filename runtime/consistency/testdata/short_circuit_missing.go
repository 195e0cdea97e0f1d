package cases

import "github.com/vyx/go-screener/pkg/types"

// An index that is evaluated although there is no candle is a panic.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	return klines[0].Close > 0 && len(klines) > 0
}

// Output: true true true true true error error
