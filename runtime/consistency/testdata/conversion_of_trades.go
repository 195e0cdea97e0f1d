package cases

import "github.com/vyx/go-screener/pkg/types"

// Trades is an int, OpenTime an int64 and Volume a float64; an average needs all three converted.
func evaluate(data *types.MarketData) bool {
	trades, span, volume := 0, int64(0), 0.0
	for _, k := range data.Klines["5m"] {
		trades += k.Trades
		span += k.CloseTime - k.OpenTime + 1
		volume += k.Volume
	}
	if trades == 0 {
		return false
	}
	minutes := float64(span) / 60000
	return volume/float64(trades) > 5 && float64(trades)/minutes > 1
}

// Output: true true false true true false false
