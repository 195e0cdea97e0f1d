package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The same over the last candles alone.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["1h"]
	if len(klines) > 24 {
		klines = klines[len(klines)-24:]
	}
	return indicators.CalculateVWAP(klines) > 110
}

// Output: true true false false false false false
