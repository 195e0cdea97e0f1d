package repair

import "testing"

func TestPointersAreReadThrough(t *testing.T) {
	t.Parallel()
	checkRule(t, "pointer-dereference", []repairCase{
		{name: "compared and multiplied", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return rsi > 70 && 2*rsi < 300`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70 && 2*(*rsi) < 300`},
		{name: "assigned to a number", code: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
if ma == nil {
	return false
}
limit := 0.0
limit = ma
return data.Ticker.LastPrice < limit`, want: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
if ma == nil {
	return false
}
limit := 0.0
limit = *ma
return data.Ticker.LastPrice < limit`},
		{name: "divided by", code: `klines := data.Klines["5m"]
average := indicators.CalculateAvgVolume(klines, 20)
if average == nil {
	return false
}
return klines[len(klines)-1].Volume/average > 0.5`, want: `klines := data.Klines["5m"]
average := indicators.CalculateAvgVolume(klines, 20)
if average == nil {
	return false
}
return klines[len(klines)-1].Volume/(*average) > 0.5`},
		{name: "a comparison with nil stays", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && math.Abs(*rsi) > 70`, kept: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)`},
		{name: "two pointers that are compared for being the same stay", code: `a := indicators.CalculateMA(data.Klines["5m"], 20)
b := a
return a == b && math.Abs(-1) > 0`, kept: `a := indicators.CalculateMA(data.Klines["5m"], 20)`},
	})
}

func TestNumbersAreNotReadThrough(t *testing.T) {
	t.Parallel()
	checkRule(t, "number-as-pointer", []repairCase{
		{name: "VWAP read through", code: `vwap := indicators.CalculateVWAP(data.Klines["5m"])
return *vwap > 1`, want: `vwap := indicators.CalculateVWAP(data.Klines["5m"])
return vwap > 1`},
		{name: "part of the stochastic", code: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
return stoch != nil && *stoch.K > 80`, want: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
return stoch != nil && stoch.K > 80`},
		{name: "list read through", code: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
return *ema > 100`, want: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
if len(data.Klines["5m"]) < 9 {
	return false // too few candles
}
return ema[len(ema)-1] > 100`},
		{name: "a pointer to a value stays", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && math.Abs(*rsi) > 70`, kept: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)`},
		{name: "a structure is no number", code: `last := data.Klines["5m"][249]
return *last > 5`},
	})
}

func TestMixedNumbersAreConverted(t *testing.T) {
	t.Parallel()
	checkRule(t, "int-float-mix", []repairCase{
		{name: "count in a product", code: `klines := data.Klines["5m"]
rising := 0
for _, k := range klines {
	if k.Close > k.Open {
		rising++
	}
}
share := 0.5 * len(klines)
return rising > share`, want: `klines := data.Klines["5m"]
rising := 0
for _, k := range klines {
	if k.Close > k.Open {
		rising++
	}
}
share := 0.5 * float64(len(klines))
return float64(rising) > share`},
		{name: "number of candles divides a sum", code: `klines := data.Klines["5m"]
sum := 0.0
for _, k := range klines {
	sum += k.Volume
}
return sum/len(klines) > 5`, want: `klines := data.Klines["5m"]
sum := 0.0
for _, k := range klines {
	sum += k.Volume
}
return sum/float64(len(klines)) > 5`},
		{name: "number with decimals as a position", code: `klines := data.Klines["5m"]
half := float64(len(klines)) / 2
return klines[half].Close > 100`, want: `klines := data.Klines["5m"]
half := float64(len(klines)) / 2
return klines[int(half)].Close > 100`},
		{name: "trades against volume", code: `last := data.Klines["5m"][249]
return last.Volume > last.Trades`, want: `if len(data.Klines["5m"]) < 250 {
	return false // too few candles
}
last := data.Klines["5m"][249]
return last.Volume > float64(last.Trades)`},
		{name: "whole numbers among themselves stay", code: `klines := data.Klines["5m"]
return len(klines)/2 > 20 && math.Abs(-1) > 0`, kept: `klines := data.Klines["5m"]`},
		{name: "a text is no number", code: "return data.Symbol > 5"},
	})
}

func TestListsGiveTheirNewestNumber(t *testing.T) {
	t.Parallel()
	checkRule(t, "slice-as-number", []repairCase{
		{name: "series compared", code: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
return ema > 100`, want: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
if len(data.Klines["5m"]) < 9 {
	return false // too few candles
}
return ema[len(ema)-1] > 100`},
		{name: "result of the RSI", code: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
return rsi > 70`, want: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false // no value yet
}
return rsi.Values[len(rsi.Values)-1] > 70`},
		{name: "part of the MACD", code: `macd := indicators.CalculateMACD(data.Klines["5m"], 12, 26, 9)
if macd == nil {
	return false
}
return macd.MACD > macd.Signal`, want: `macd := indicators.CalculateMACD(data.Klines["5m"], 12, 26, 9)
if macd == nil {
	return false
}
return macd.MACD[len(macd.MACD)-1] > macd.Signal[len(macd.Signal)-1]`},
		{name: "candle for its close", code: `klines := data.Klines["5m"]
last := klines[len(klines)-1]
return last > 100`, want: `klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
last := klines[len(klines)-1]
return last.Close > 100`},
		{name: "bands are no one number", code: `bb := indicators.CalculateBollingerBands(data.Klines["5m"], 20, 2)
return data.Ticker.LastPrice > bb`},
		{name: "list that is passed on stays", code: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)
last := func(values []float64) float64 {
	return values[len(values)-1]
}
return math.Abs(last(ema)) > 100`, kept: `ema := indicators.CalculateEMASeries(data.Klines["5m"], 9)`},
	})
}
