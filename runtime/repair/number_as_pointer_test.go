package repair

import "testing"

func TestNumberAsPointer(t *testing.T) {
	t.Parallel()
	checkRule(t, "number-as-pointer", []repairCase{
		{"VWAP", `vwap := indicators.CalculateVWAP(data.Klines["5m"])
if vwap == nil {
	return false
}
return vwap > 1`, `vwap := indicators.CalculateVWAP(data.Klines["5m"])
if vwap == 0 {
	return false
}
return vwap > 1`, 10},
	})
}
