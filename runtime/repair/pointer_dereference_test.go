package repair

import "testing"

func TestPointerDereference(t *testing.T) {
	t.Parallel()
	checkRule(t, "pointer-dereference", []repairCase{
		{"pointer compared", `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return rsi > 70 && 2*rsi < 300`, `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
if rsi == nil {
	return false
}
return *rsi > 70 && 2*(*rsi) < 300`, 250},
		{"number dereferenced", `vwap := indicators.CalculateVWAP(data.Klines["5m"])
return *vwap > 1`, `vwap := indicators.CalculateVWAP(data.Klines["5m"])
return vwap > 1`, 250},
	})
}
