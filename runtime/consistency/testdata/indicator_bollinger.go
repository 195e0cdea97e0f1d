package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// How often the close leaves the bands.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	bands := indicators.CalculateBollingerBands(klines, 20, 1.5)
	if bands == nil {
		return false
	}
	outside := 0
	for i := 19; i < len(klines); i++ {
		if klines[i].Close > bands.Upper[i] || klines[i].Close < bands.Lower[i] {
			outside++
		}
	}
	return outside > 5
}

// Output: true true false false false false false
