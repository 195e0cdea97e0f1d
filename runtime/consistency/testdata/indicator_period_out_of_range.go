package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// No period, or none that the candles can fill, gives nil or zeros.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	for _, period := range []int{-3, 0, len(klines) + 1} {
		if indicators.CalculateMA(klines, period) != nil || indicators.CalculateRSI(klines, period) != nil {
			return false
		}
		for _, value := range indicators.CalculateEMASeries(klines, period) {
			if value != 0 {
				return false
			}
		}
	}
	return len(indicators.CalculateMASeries(klines, 0)) == len(klines)
}

// Output: true
