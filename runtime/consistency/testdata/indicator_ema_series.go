package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The slope of the average over its last five candles, in percent.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	series := indicators.CalculateEMASeries(klines, 8)
	if len(series) < 6 {
		return false
	}
	last, before := series[len(series)-1], series[len(series)-6]
	if before == 0 {
		return false
	}
	return (last-before)/before*100 > 0.05
}

// Output: true false false true false false false
