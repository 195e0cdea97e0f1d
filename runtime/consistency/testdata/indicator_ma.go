package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The last close above its moving average.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	ma := indicators.CalculateMA(klines, 20)
	if ma == nil {
		return false
	}
	return klines[len(klines)-1].Close > *ma
}

// Output: true false false false false false false
