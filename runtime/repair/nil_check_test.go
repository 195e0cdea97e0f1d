package repair

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestMissingNilChecksAreAdded(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-nil-check", []repairCase{
		{name: "average", candles: []int{10}, code: `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20) // mean
return *ma > 5`, want: `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20) // mean
if ma == nil {
	return false // no value yet
}
return *ma > 5`},
		{name: "two values in one condition", candles: []int{10}, code: `klines := data.Klines["5m"]
fast := indicators.CalculateEMA(klines, 12)
slow := indicators.CalculateEMA(klines, 26)
if *fast > *slow {
	return true
}
return false`, want: `klines := data.Klines["5m"]
fast := indicators.CalculateEMA(klines, 12)
slow := indicators.CalculateEMA(klines, 26)
if fast == nil || slow == nil {
	return false // no value yet
}
if *fast > *slow {
	return true
}
return false`},
		{name: "result of a call", candles: []int{10}, code: `return indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9).MACD > 0`, want: `value := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if value == nil {
	return false // no value yet
}
return value.MACD > 0`},
		{name: "declared by the condition", candles: []int{10}, code: `if rsi := indicators.GetLatestRSI(data.Klines["5m"], 14); *rsi < 30 {
	return true
}
return false`, want: `if rsi := indicators.GetLatestRSI(data.Klines["5m"], 14); rsi == nil {
	return false // no value yet
} else if *rsi < 30 {
	return true
}
return false`},
		{name: "within a closure", candles: []int{10}, code: `klines := data.Klines["5m"]
above := func(period int) bool {
	ma := indicators.CalculateMA(klines, period)
	return klines[len(klines)-1].Close > *ma
}
return !above(20)`, want: `incomplete := false
klines := data.Klines["5m"]
above := func(period int) bool {
	ma := indicators.CalculateMA(klines, period)
	if ma == nil {
		incomplete = true // no value yet
		return false
	}
	return klines[len(klines)-1].Close > *ma
}
return !above(20) && !incomplete`},
		{name: "in a loop over timeframes", candles: []int{250}, code: `count := 0
for _, tf := range []string{"5m", "1h"} {
	rsi := indicators.GetLatestRSI(data.Klines[tf], 14)
	if *rsi > 50 {
		count++
	}
}
return count > 1`, want: `count := 0
for _, tf := range []string{"5m", "1h"} {
	rsi := indicators.GetLatestRSI(data.Klines[tf], 14)
	if rsi == nil {
		return false // no value yet
	}
	if *rsi > 50 {
		count++
	}
}
return count > 1`},
		{name: "second of an else if", candles: []int{10}, code: `klines := data.Klines["5m"]
if data.Ticker.LastPrice > 100 {
	return true
} else if *indicators.CalculateMA(klines, 20) > 5 {
	return true
}
return false`, want: `klines := data.Klines["5m"]
value := indicators.CalculateMA(klines, 20)
if value == nil {
	return false // no value yet
}
if data.Ticker.LastPrice > 100 {
	return true
} else if *value > 5 {
	return true
}
return false`},
		{name: "an answer given before stays", candles: []int{10, 250}, code: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
var none *float64
return len(data.Klines["5m"]) < 20 || *ma > 5 && *none > 1`},
		{name: "series code", candles: []int{10}, component: source.Series, code: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
return map[string]interface{}{"limit": *ma * 1.02}`, want: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
if ma == nil {
	return map[string]interface{}{} // no value yet
}
return map[string]interface{}{"limit": *ma * 1.02}`},
	})
}
