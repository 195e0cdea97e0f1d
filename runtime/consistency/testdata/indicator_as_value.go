package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// An indicator kept in a variable and in a map.
func evaluate(data *types.MarketData) bool {
	average := indicators.CalculateMA
	bounds := map[string]func([]types.Kline, int) *float64{
		"high": indicators.GetHighestHigh,
		"low":  indicators.GetLowestLow,
	}
	klines := data.Klines["5m"]
	ma, high, low := average(klines, 5), bounds["high"](klines, 5), bounds["low"](klines, 5)
	return ma != nil && *low <= *ma && *ma <= *high
}

// Output: true true true true false false false
