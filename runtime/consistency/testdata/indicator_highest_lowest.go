package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A close in the upper quarter of the range.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	high, low := indicators.GetHighestHigh(klines, 10), indicators.GetLowestLow(klines, 10)
	if high == nil || low == nil || *high == *low {
		return false
	}
	place := (klines[len(klines)-1].Close - *low) / (*high - *low)
	return place > 0.75
}

// Output: false false false true false false false
