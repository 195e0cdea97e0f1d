package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The close against the price weighted by volume; 0 where nothing was traded.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	vwap := indicators.CalculateVWAP(klines)
	if len(klines) == 0 {
		return vwap == 0
	}
	return vwap > 0 && klines[len(klines)-1].Close > vwap
}

// Output: false true false true false true true
