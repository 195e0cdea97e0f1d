package repair

import "testing"

func TestNumberAsSlice(t *testing.T) {
	t.Parallel()
	checkRule(t, "number-as-slice", []repairCase{
		{"last of a number", `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil || len(stoch.K) == 0 {
	return false
}
return stoch.K[len(stoch.K)-1] > 80`, `stoch := indicators.CalculateStochastic(data.Klines["5m"], 14, 3)
if stoch == nil {
	return false
}
return stoch.K > 80`, 250},
		{"no history in a number", `ma := indicators.CalculateMA(data.Klines["5m"], 20)
return ma[len(ma)-1] > ma[len(ma)-2]`, "", 250},
	})
}
