package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The last close above the highest high of the ten before it.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["1h"]
	if len(klines) < 11 {
		return false
	}
	before := klines[:len(klines)-1]
	return klines[len(klines)-1].Close > *indicators.GetHighestHigh(before, 10)
}

// Output: true false false false false false false
