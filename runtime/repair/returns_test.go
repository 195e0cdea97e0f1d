package repair

import (
	"testing"

	"github.com/trader-error-recovery/runtime/source"
)

func TestMissingReturnsSayNo(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-return", []repairCase{
		{name: "an if without an else", code: `price := data.Ticker.LastPrice
if price > 0.5 {
	return math.Abs(price) > 0.7
}`, want: `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
price := data.Ticker.LastPrice
if price > 0.5 {
	return mathAbs(price) > 0.7
}
return false`},
		{name: "chain of ifs", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"])
if rsi == nil {
	return false
} else if *rsi > 70 {
	return true
}`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
} else if *rsi > 70 {
	return true
}
return false`},
		{name: "series code answers with an empty object", component: source.Series, code: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
if len(data.Klines["5m"]) > 19 {
	return map[string]interface{}{"ma": *ma * math.Abs(1)}
}`, want: `mathAbs := func(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
ma := indicators.CalculateMA(data.Klines["5m"], 20)
if len(data.Klines["5m"]) > 19 {
	return map[string]interface{}{"ma": *ma * mathAbs(1)}
}
return map[string]interface{}{}`},
		{name: "nothing after a complete chain", code: `price := data.Ticker.LastPrice
if math.Abs(price) > 0.5 {
	return true
} else {
	return false
}`, kept: "price := data.Ticker.LastPrice"},
		{name: "code that never answers", code: `klines := data.Klines["5m"]
total := math.Abs(klines[0].Close)
total += 1`},
	})
}

func TestWrongReturnsGiveTheOneAnswer(t *testing.T) {
	t.Parallel()
	checkRule(t, "wrong-return", []repairCase{
		{name: "reason beside the answer", code: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false, "too few candles"
}
return klines[len(klines)-1].Close > 100, "close above 100"`, want: `klines := data.Klines["5m"]
if len(klines) < 20 {
	return false
}
return klines[len(klines)-1].Close > 100`},
		{name: "return without an answer", code: `if data.Ticker == nil {
	return
}
return data.Ticker.LastPrice > 0.5`, want: `if data.Ticker == nil {
	return false
}
return data.Ticker.LastPrice > 0.5`},
		{name: "nil for no", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return nil
}
return *rsi > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70`},
		{name: "numbers for yes and no", code: `if data.Ticker.LastPrice > 0.5 {
	return 1
}
return 0`, want: `if data.Ticker.LastPrice > 0.5 {
	return true
}
return false`},
		{name: "error beside series", component: source.Series, code: `klines := data.Klines["5m"]
if len(klines) == 0 {
	return nil
}
return map[string]interface{}{"close": klines[len(klines)-1].Close}, nil`, want: `klines := data.Klines["5m"]
if len(klines) == 0 {
	return map[string]interface{}{}
}
return map[string]interface{}{"close": klines[len(klines)-1].Close}`},
		{name: "a measure is no answer", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return 42.5`},
		{name: "a closure returns what it likes", code: `parts := func() (float64, string) {
	return math.Abs(data.Ticker.LastPrice), "price"
}
price, _ := parts()
return price > 0.5`, kept: "parts := func() (float64, string) {"},
		{name: "word for yes", code: `if data.Ticker.LastPrice > 0.5 {
	return "true"
}
return "false"`, want: `if data.Ticker.LastPrice > 0.5 {
	return true
}
return false`},
	})
}
