package repair

import "testing"

func TestNumbersAreNotComparedWithNil(t *testing.T) {
	t.Parallel()
	checkRule(t, "compared-with-nil", []repairCase{
		{name: "VWAP has 0 for nothing", code: `vwap := indicators.CalculateVWAP(data.Klines["5m"])
if vwap == nil {
	return false
}
return data.Ticker.LastPrice < vwap`, want: `vwap := indicators.CalculateVWAP(data.Klines["5m"])
if vwap == 0 {
	return false
}
return data.Ticker.LastPrice < vwap`},
		{name: "number beside another question", code: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil || stoch.K == nil {
	return false
}
return stoch.K > 80`, want: `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil {
	return false
}
return stoch.K > 80`},
		{name: "not nil before what matters", code: `price := data.Ticker.LastPrice
return price != nil && price > 0.5`, want: `price := data.Ticker.LastPrice
return price > 0.5`},
		{name: "question alone", code: `price := data.Ticker.LastPrice
if price == nil {
	return false
}
return price > 0.5`, want: `price := data.Ticker.LastPrice
if false {
	return false
}
return price > 0.5`},
		{name: "two numbers", code: `macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if macd == nil || macd.MACD == nil || macd.Signal == nil {
	return false
}
return macd.MACD > macd.Signal`, want: `macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if macd == nil {
	return false
}
return macd.MACD > macd.Signal`},
		{name: "first of three conditions of the author stay", code: `price := data.Ticker.LastPrice
return data.Ticker.QuoteVolume > 2 && price != nil && price > 0.5`, want: `price := data.Ticker.LastPrice
return data.Ticker.QuoteVolume > 2 && price > 0.5`},
		{name: "a pointer may be nil", code: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return rsi != nil && math.Abs(*rsi) > 70`, kept: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)`},
	})
}
