package repair

import "testing"

func TestResultsGiveTheirList(t *testing.T) {
	t.Parallel()
	checkRule(t, "result-as-slice", []repairCase{
		{name: "indexed result of the RSI", code: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return rsi[len(rsi)-1] > 70`, want: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return rsi.Values[len(rsi.Values)-1] > 70`},
		{name: "range over it", code: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
high := 0
for _, value := range rsi {
	if value > 70 {
		high++
	}
}
return high > 5`, want: `rsi := indicators.CalculateRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
high := 0
for _, value := range rsi.Values {
	if value > 70 {
		high++
	}
}
return high > 5`},
		{name: "three lists are not one", code: `bb := indicators.CalculateBollingerBands(data.Klines["5m"], 20, 2)
if bb == nil {
	return false
}
return bb[len(bb)-1] > 100`},
	})
}

func TestValuesAreAskedForInConditions(t *testing.T) {
	t.Parallel()
	checkRule(t, "value-as-condition", []repairCase{
		{name: "pattern as a condition", code: `pattern := indicators.DetectEngulfingPattern(data.Klines["5m"])
if pattern {
	return true
}
return data.Ticker.LastPrice > 0.5`, want: `pattern := indicators.DetectEngulfingPattern(data.Klines["5m"])
if pattern != "" {
	return true
}
return data.Ticker.LastPrice > 0.5`},
		{name: "value or nothing", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if !rsi {
	return false
}
return *rsi > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if !(rsi != nil) {
	return false
}
return *rsi > 70`},
		{name: "list and number", code: `klines := data.Klines["5m"]
n := len(klines)
return n && klines && klines[n-1].Close > 100`, want: `klines := data.Klines["5m"]
n := len(klines)
return n != 0 && len(klines) > 0 && klines[n-1].Close > 100`},
		{name: "pattern as the answer", code: `return indicators.DetectEngulfingPattern(data.Klines["5m"])`, want: `return indicators.DetectEngulfingPattern(data.Klines["5m"]) != ""`},
		{name: "a number as the answer stays", code: "return data.Ticker.PriceChangePercent"},
	})
}

func TestIndicatorsGetTheCandles(t *testing.T) {
	t.Parallel()
	checkRule(t, "timeframe-as-candles", []repairCase{
		{name: "timeframe alone", code: `rsi := indicators.GetLatestRSI("5m", 14)
return rsi != nil && *rsi > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && *rsi > 70`},
		{name: "closes in place of candles", code: `klines := data.Klines["5m"]
closes := make([]float64, len(klines))
for i, k := range klines {
	closes[i] = k.Close
}
rsi := indicators.GetLatestRSI(closes, 14)
return rsi != nil && *rsi > 70`, want: `klines := data.Klines["5m"]
closes := make([]float64, len(klines))
for i, k := range klines {
	closes[i] = k.Close
}
rsi := indicators.GetLatestRSI(klines, 14)
return rsi != nil && *rsi > 70`},
		{name: "highs are not closes", code: `klines := data.Klines["5m"]
highs := make([]float64, len(klines))
for i, k := range klines {
	highs[i] = k.High
}
ma := indicators.CalculateMA(highs, 20)
return ma != nil && *ma > 100`},
		{name: "changes of the close are not closes", code: `klines := data.Klines["5m"]
changes := []float64{}
for _, k := range klines {
	changes = append(changes, k.Close-k.Open)
}
ma := indicators.CalculateMA(changes, 20)
return ma != nil && *ma > 0`},
		{name: "smoothed volumes are not closes", code: `klines := data.Klines["5m"]
values := []float64{}
for _, k := range klines {
	values = append(values, k.Volume*k.Close)
}
ma := indicators.CalculateMA(values, 20)
return ma != nil && *ma > 0`},
	})
}
