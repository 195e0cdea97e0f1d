package repair

import "testing"

func TestTernariesBecomeIfs(t *testing.T) {
	t.Parallel()
	checkRule(t, "ternary", []repairCase{
		{name: "declared by a condition", code: `klines := data.Klines["5m"]
last := klines[len(klines)-1]
body := last.Close > last.Open ? last.Close - last.Open : last.Open - last.Close
return body > 0.5`, want: `klines := data.Klines["5m"]
if len(klines) < 1 {
	return false // too few candles
}
last := klines[len(klines)-1]
body := last.Open - last.Close
if last.Close > last.Open {
	body = last.Close - last.Open
}
return body > 0.5`},
		{name: "returned", code: `price := data.Ticker.LastPrice
return price > 5 ? true : data.Symbol == "TESTUSDT"`, want: `price := data.Ticker.LastPrice
if price > 5 {
	return true
}
return data.Symbol == "TESTUSDT"`},
		{name: "within a block", code: `if data.Ticker.LastPrice > 0 {
	limit := data.Symbol == "BTCUSDT" ? 100.0 : 0.5
	return data.Ticker.LastPrice > limit
}
return false`, want: `if data.Ticker.LastPrice > 0 {
	limit := 0.5
	if data.Symbol == "BTCUSDT" {
		limit = 100.0
	}
	return data.Ticker.LastPrice > limit
}
return false`},
		{name: "one within another", code: `price := data.Ticker.LastPrice
x := price > 5 ? 1 : price > 3 ? 2 : 3
return x == 3`},
		{name: "within an argument", code: `price := data.Ticker.LastPrice
return indicators.CalculateMA(data.Klines["5m"], price > 5 ? 10 : 20) != nil`},
	})
}
