package repair

import "testing"

func TestUnknownFunctionsBecomeTheOnesMeant(t *testing.T) {
	t.Parallel()
	checkRule(t, "unknown-function", []repairCase{
		{name: "latest average", code: `ma := indicators.GetLatestMA(data.Klines["5m"], 20)
return ma != nil && *ma > 100`, want: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
return ma != nil && *ma > 100`},
		{name: "volume average", code: `return indicators.CalculateVolumeMA(data.Klines["5m"], 20) != nil`, want: `return indicators.CalculateAvgVolume(data.Klines["5m"], 20) != nil`},
		{name: "written in full", code: `return indicators.CalculateExponentialMovingAverage(data.Klines["5m"], 20) != nil`, want: `return indicators.CalculateEMA(data.Klines["5m"], 20) != nil`},
		{name: "a package that does not exist", code: `closes := data.Klines["5m"]
rsi := ta.RSI(closes, 14)
return rsi != nil && *rsi > 70`, want: `closes := data.Klines["5m"]
rsi := indicators.GetLatestRSI(closes, 14)
return rsi != nil && *rsi > 70`},
		{name: "without a package", code: `bb := CalculateBollingerBands(data.Klines["5m"], 20, 2.0)
return bb != nil && bb.Upper[len(bb.Upper)-1] > 100`, want: `bb := indicators.CalculateBollingerBands(data.Klines["5m"], 20, 2.0)
return bb != nil && bb.Upper[len(bb.Upper)-1] > 100`},
		{name: "series where history is read", code: `ema := indicators.GetEMA(data.Klines["5m"], 9)
return ema[len(ema)-1] > ema[len(ema)-2]`, want: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
if len(data.Klines["5m"]) < 10 {
	return false // too few candles
}
return ema[len(ema)-1] > ema[len(ema)-2]`},
		{name: "latest stochastic", code: `stoch := indicators.GetLatestStochastic(data.Klines["5m"], 14, 3)
return stoch != nil && stoch.K > stoch.D`, want: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
return stoch != nil && stoch.K > stoch.D`},
		{name: "another indicator than those that exist", code: `adx := indicators.CalculateADX(data.Klines["5m"], 14)
return adx != nil && *adx > 25`},
		{name: "an average of numbers is not one of candles", code: `values := []float64{1, 2, 3}
return indicators.Average(values) > 1`},
		{name: "an own function of that name", code: `sma := func(k []types.Kline, n int) float64 {
	return k[len(k)-1].Close / float64(n)
}
return sma(data.Klines["5m"], 20) > math.Abs(-5)`, kept: "sma := func(k []types.Kline, n int) float64 {"},
		{name: "weighted average is not VWAP", code: `wma := indicators.CalculateWMA(data.Klines["5m"], 20)
return wma != nil && *wma > 100`},
		{name: "weighted moving average in full is not VWAP", code: `klines := data.Klines["5m"]
wma := indicators.WeightedAverage(klines)
return wma > 100`},
		{name: "relative volume is not RSI", code: `klines := data.Klines["5m"]
rv := indicators.RelativeStrengthVolume(klines, 14)
return rv != nil`},
		{name: "a bearish pattern is not any pattern", code: `bearish := indicators.DetectBearishEngulfing(data.Klines["5m"])
if bearish {
	return true
}
return data.Ticker.LastPrice > 5`, want: `bearish := indicators.DetectEngulfingPattern(data.Klines["5m"]) == "bearish"
if bearish {
	return true
}
return data.Ticker.LastPrice > 5`},
		{name: "highest of the lows is neither", code: `level := indicators.GetHighestLow(data.Klines["5m"], 14)
return level != nil && *level > 100`},
	})
}
