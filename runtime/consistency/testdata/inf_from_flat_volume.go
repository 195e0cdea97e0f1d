package cases

import "github.com/vyx/go-screener/pkg/types"

// The usual ratio of volumes: a market without trades makes it NaN, and the filter says no.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 5 {
		return false
	}
	last, before := klines[len(klines)-1], klines[len(klines)-2]
	ratio := last.Volume / before.Volume
	return ratio > 0.5
}

// Output: true true false true false false false
