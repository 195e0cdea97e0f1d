package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The last volume against its average.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	average := indicators.CalculateAvgVolume(klines, 10)
	if average == nil || *average == 0 {
		return false
	}
	return klines[len(klines)-1].Volume / *average > 1.1
}

// Output: true false false true false false false
