package repair

import "testing"

func TestNumbersAreNotLists(t *testing.T) {
	t.Parallel()
	checkRule(t, "number-as-slice", []repairCase{
		{name: "last of one number", code: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil || len(stoch.K) == 0 {
	return false
}
return stoch.K[len(stoch.K)-1] > 80`, want: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil {
	return false
}
return stoch.K > 80`},
		{name: "latest value as a list", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if len(rsi) == 0 {
	return false
}
return rsi[len(rsi)-1] > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70`},
		{name: "first of one number", code: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
if ma == nil {
	return false
}
return ma[0] > 100`, want: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
if ma == nil {
	return false
}
return *ma > 100`},
		{name: "position kept in a variable", code: `klines := data.Klines["5m"]
macd := indicators.GetLatestMACD(klines, 12, 26, 9)
if macd == nil {
	return false
}
last := len(klines) - 1
return macd.MACD[last] > macd.Signal[last]`, want: `klines := data.Klines["5m"]
macd := indicators.GetLatestMACD(klines, 12, 26, 9)
if macd == nil {
	return false
}
last := len(klines) - 1
return macd.MACD > macd.Signal`},
		{name: "length that is not zero", code: `macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
return macd != nil && len(macd.Histogram) > 0 && macd.Histogram[len(macd.Histogram)-1] > -5`, want: `macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
return macd != nil && macd.Histogram > -5`},
		{name: "the value before is no number", code: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil {
	return false
}
return stoch.K[len(stoch.K)-1] > stoch.K[len(stoch.K)-2]`},
	})
}

func TestHistoryTakesTheSeries(t *testing.T) {
	t.Parallel()
	checkRule(t, "history-needed", []repairCase{
		{name: "average of the candle before", code: `ema := indicators.CalculateEMA(data.Klines["5m"], 9)
return ema[len(ema)-1] > ema[len(ema)-2]`, want: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
if len(data.Klines["5m"]) < 10 {
	return false // too few candles
}
return ema[len(ema)-1] > ema[len(ema)-2]`},
		{name: "latest MACD with history", code: `macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if macd == nil {
	return false
}
n := len(macd.MACD)
return macd.MACD[n-1] > macd.Signal[n-1] && macd.MACD[n-2] <= macd.Signal[n-2]+5`, want: `macd := indicators.CalculateMACD(data.Klines["5m"], 12, 26, 9)
if macd == nil {
	return false
}
n := len(macd.MACD)
return macd.MACD[n-1] > macd.Signal[n-1] && macd.MACD[n-2] <= macd.Signal[n-2]+5`},
		{name: "range over the latest RSI", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
over := 0
for _, value := range rsi {
	if value > 70 {
		over++
	}
}
return over > 5`, want: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
over := 0
for _, value := range rsi.Values {
	if value > 70 {
		over++
	}
}
return over > 5`},
		{name: "no series of average volumes", code: `volume := indicators.CalculateAvgVolume(data.Klines["5m"], 20)
return volume[len(volume)-1] > volume[len(volume)-2]`},
		{name: "nothing but the latest", code: `ema := indicators.CalculateEMA(data.Klines["5m"], 9)
if ema == nil {
	return false
}
return ema[len(ema)-1] > 100`, kept: `ema := indicators.CalculateEMA(data.Klines["5m"], 9)`},
	})
}
