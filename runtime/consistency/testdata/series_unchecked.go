package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// An error in the same places as a filter's.
func calculateSeries(data *types.MarketData) map[string]interface{} {
	klines := data.Klines["5m"]
	rsi := indicators.CalculateRSI(klines, 14)
	return map[string]interface{}{"zeros": rsi.Values[:3], "count": len(rsi.Values)}
}

// Output: {"count":250,"zeros":[0,0,0]} {"count":245,"zeros":[0,0,0]} {"count":40,"zeros":[0,0,0]} error error error error
