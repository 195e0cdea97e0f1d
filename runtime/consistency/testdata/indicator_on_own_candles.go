package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// Indicators over candles that the filter put together: an average of the volume by way of Close.
func evaluate(data *types.MarketData) bool {
	var volumes []types.Kline
	for _, k := range data.Klines["5m"] {
		volumes = append(volumes, types.Kline{Close: k.Volume})
	}
	ma := indicators.CalculateMA(volumes, 10)
	average := indicators.CalculateAvgVolume(data.Klines["5m"], 10)
	if ma == nil || average == nil {
		return ma == nil && average == nil
	}
	difference := *ma - *average
	return difference < 1e-6 && difference > -1e-6
}

// Output: true
