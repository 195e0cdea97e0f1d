package repair

import "testing"

func TestMissingNilCheck(t *testing.T) {
	t.Parallel()
	checkRule(t, "missing-nil-check", []repairCase{
		{"nil average", `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20) // mean
return *ma > 5`, `klines := data.Klines["5m"]
ma := indicators.CalculateMA(klines, 20) // mean
if ma == nil {
	return false
}
return *ma > 5`, 10},
		{"nil result of a call", `return indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9).MACD > 0`,
			`value := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if value == nil {
	return false
}
return value.MACD > 0`, 10},
		{"declared by the condition", `if rsi := indicators.GetLatestRSI(data.Klines["5m"], 14); *rsi < 30 {
	return true
}
return false`, `if rsi := indicators.GetLatestRSI(data.Klines["5m"], 14); rsi == nil {
	return false
} else if *rsi < 30 {
	return true
}
return false`, 10},
		{"no ticker", `var ticker *types.SimplifiedTicker
return ticker.LastPrice > 1`, `var ticker *types.SimplifiedTicker
if ticker == nil {
	return false
}
return ticker.LastPrice > 1`, 10},
		{"within a closure", `f := func() float64 { return *indicators.CalculateMA(data.Klines["5m"], 20) }
return f() > 1`, "", 10},
	})
}
