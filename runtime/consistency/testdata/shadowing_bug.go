package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// The mistake that := in a branch makes: the outer variable stays nil.
func evaluate(data *types.MarketData) bool {
	var ma *float64
	if klines := data.Klines["5m"]; len(klines) > 20 {
		ma := indicators.CalculateMA(klines, 20)
		_ = ma
	}
	return ma == nil
}

// Output: true
