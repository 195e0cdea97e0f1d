package repair

import "testing"

func TestListMethodsAreWrittenInGo(t *testing.T) {
	t.Parallel()
	checkRule(t, "list-method", []repairCase{
		{name: "length as a property", code: `klines := data.Klines["5m"]
return klines.length > 20`, want: `klines := data.Klines["5m"]
return len(klines) > 20`},
		{name: "push", code: `closes := []float64{}
for _, k := range data.Klines["5m"] {
	closes.push(k.Close)
}
return len(closes) > 20`, want: `closes := []float64{}
for _, k := range data.Klines["5m"] {
	closes = append(closes, k.Close)
}
return len(closes) > 20`},
		{name: "at and slice from the end", code: `klines := data.Klines["5m"]
recent := klines.slice(-20)
return klines.at(-1).Close > recent[0].Close`, want: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false // too few candles
}
recent := klines[len(klines)-20:]
return klines[len(klines)-1].Close > recent[0].Close`},
		{name: "slice between", code: `klines := data.Klines["5m"]
first := klines.slice(0, 10)
return len(first) == 10`, want: `klines := data.Klines["5m"]
if len(klines) < 10 {
	return false // too few candles
}
first := klines[0:10]
return len(first) == 10`},
		{name: "a sum has no such words", code: `klines := data.Klines["5m"]
return klines.reduce(0) > 5`},
		{name: "list that a call gives is not computed twice", code: `return indicators.CalculateEMASeries(data.Klines["5m"], 9).at(-1) > 5`},
	})
}

func TestForeignCallsAreDropped(t *testing.T) {
	t.Parallel()
	checkRule(t, "foreign-call", []repairCase{
		{name: "parseFloat", code: `last := data.Klines["5m"][249]
return parseFloat(last.Close) > 100`, want: `if len(data.Klines["5m"]) < 250 {
	return false // too few candles
}
last := data.Klines["5m"][249]
return last.Close > 100`},
		{name: "candle as an array", code: `last := data.Klines["5m"][249]
return last[4] > last[1]`, want: `if len(data.Klines["5m"]) < 250 {
	return false // too few candles
}
last := data.Klines["5m"][249]
return last.Close > last.Open`},
		{name: "a part that arrays do not have", code: `last := data.Klines["5m"][249]
return last[11] > 5`},
		{name: "a text is no number", code: `return parseFloat("12.5") > data.Ticker.LastPrice`},
	})
}

func TestArrowFunctionsBecomeLoops(t *testing.T) {
	t.Parallel()
	checkRule(t, "arrow-function", []repairCase{
		{name: "every", code: `klines := data.Klines["5m"]
const quiet = klines.every(k => k.Volume < 100);
return quiet`, want: `klines := data.Klines["5m"]
quiet := true
for _, k := range klines {
	if !(k.Volume < 100) {
		quiet = false
	}
}
return quiet`},
		{name: "some that is returned", code: `klines := data.Klines["5m"]
return klines.some((k) => k.Close > 200)`, want: `klines := data.Klines["5m"]
passes := false
for _, k := range klines {
	if k.Close > 200 {
		passes = true
	}
}
return passes`},
		{name: "a mapping is something else", code: `klines := data.Klines["5m"]
const closes = klines.map(k => k.Close);
return closes[0] > 1`},
	})
}

func TestForeignConstantsBecomeThoseOfGo(t *testing.T) {
	t.Parallel()
	checkRule(t, "foreign-constants", []repairCase{
		{name: "Python's truth", code: `if data.Ticker.LastPrice > 0.5 {
	return True
}
return False`, want: `if data.Ticker.LastPrice > 0.5 {
	return true
}
return false`},
		{name: "null", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == null {
	return false
}
return *rsi > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70`},
		{name: "an own variable of that name", code: `None := 1.0
return None < math.Abs(-5)`, kept: "None := 1.0"},
	})
}
