package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The function agrees with a loop.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	period := 10
	ma := indicators.CalculateMA(klines, period)
	if ma == nil {
		return len(klines) < period
	}
	sum := 0.0
	for _, k := range klines[len(klines)-period:] {
		sum += k.Close
	}
	difference := *ma - sum/float64(period)
	return difference < 1e-9 && difference > -1e-9
}

// Output: true
