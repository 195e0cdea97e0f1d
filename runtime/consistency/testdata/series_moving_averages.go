package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// Last values of two averages, rounded so that every machine writes the same text.
func calculateSeries(data *types.MarketData) map[string]interface{} {
	klines := data.Klines["5m"]
	round := func(x float64) float64 { return float64(int(x*100+0.5)) / 100 }
	result := map[string]interface{}{"candles": len(klines)}
	if ma := indicators.CalculateMA(klines, 9); ma != nil {
		result["ma"] = round(*ma)
	}
	if ema := indicators.CalculateEMA(klines, 9); ema != nil {
		result["ema"] = round(*ema)
	}
	return result
}

// Output: {"candles":250,"ema":105.24,"ma":105.35} {"candles":245,"ema":145.43,"ma":146.17} {"candles":40,"ema":50,"ma":50} {"candles":10,"ema":105.38,"ma":104.97} {"candles":1} {"candles":0} {"candles":0}
