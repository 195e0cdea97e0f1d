package repair

import "testing"

func TestSeveralResultsAreReadFromTheOne(t *testing.T) {
	t.Parallel()
	checkRule(t, "several-results", []repairCase{
		{name: "error beside the value", code: `ma, err := indicators.CalculateMA(data.Klines["5m"], 20)
if err != nil {
	return false
}
return *ma > 100`, want: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
if ma == nil {
	return false
}
return *ma > 100`},
		{name: "ok beside the value", code: `rsi, ok := indicators.GetLatestRSI(data.Klines["5m"], 14)
if !ok {
	return false
}
return *rsi > 70`, want: `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70`},
		{name: "three bands", code: `upper, middle, lower := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
return upper > middle && middle > lower`, want: `result := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
if result == nil {
	return false // no value yet
}
upper, middle, lower := result.Upper, result.Middle, result.Lower
return upper > middle && middle > lower`},
		{name: "two lines of the MACD", code: `macd, signal := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
return macd > signal`, want: `result := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if result == nil {
	return false // no value yet
}
macd, signal := result.MACD, result.Signal
return macd > signal`},
		{name: "K and D", code: `k, d := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
return k > d`, want: `result := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if result == nil {
	return false // no value yet
}
k, d := result.K, result.D
return k > d`},
		{name: "result that is not wanted", code: `_, _, lower := indicators.CalculateBollingerBands(data.Klines["5m"], 20, 2)
return data.Ticker.LastPrice < lower[len(lower)-1]`, want: `result := indicators.CalculateBollingerBands(data.Klines["5m"], 20, 2)
if result == nil {
	return false // no value yet
}
lower := result.Lower
return data.Ticker.LastPrice < lower[len(lower)-1]`},
		{name: "two errors in a row", code: `klines := data.Klines["5m"]
fast, err := indicators.CalculateEMA(klines, 9)
if err != nil {
	return false
}
slow, err := indicators.CalculateEMA(klines, 21)
if err != nil {
	return false
}
return *fast > *slow`, want: `klines := data.Klines["5m"]
fast := indicators.CalculateEMA(klines, 9)
if fast == nil {
	return false
}
slow := indicators.CalculateEMA(klines, 21)
if slow == nil {
	return false
}
return *fast > *slow`},
		{name: "error of a number", code: `vwap, err := indicators.CalculateVWAP(data.Klines["5m"])
if err != nil {
	return false
}
return vwap > 1`, want: `vwap := indicators.CalculateVWAP(data.Klines["5m"])
if false {
	return false
}
return vwap > 1`},
		{name: "more names than parts", code: `a, b, c, d := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
return a > b && c > d`},
		{name: "two of one number", code: `now, before := indicators.CalculateMA(data.Klines["5m"], 20)
return *now > *before`},
		{name: "signal first is not in the order of the parts", code: `signal, macd := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
return macd > signal`, want: `result := indicators.GetLatestMACD(data.Klines["5m"], 12, 26, 9)
if result == nil {
	return false // no value yet
}
signal, macd := result.Signal, result.MACD
return macd > signal`},
		{name: "lower band first is not in the order of the parts", code: `lower, middle, upper := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
return upper > middle && middle > lower`, want: `result := indicators.GetLatestBollingerBands(data.Klines["5m"], 20, 2)
if result == nil {
	return false // no value yet
}
lower, middle, upper := result.Lower, result.Middle, result.Upper
return upper > middle && middle > lower`},
	})
}
