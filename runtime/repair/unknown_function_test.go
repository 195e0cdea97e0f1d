package repair

import "testing"

func TestUnknownFunction(t *testing.T) {
	t.Parallel()
	checkRule(t, "unknown-function", []repairCase{
		{"latest average", `ma := indicators.GetLatestMA(data.Klines["5m"], 20)
return ma != nil && *ma > 1`, `ma := indicators.CalculateMA(data.Klines["5m"], 20)
return ma != nil && *ma > 1`, 250},
		{"volume average", `return indicators.CalculateVolumeMA(data.Klines["5m"], 20) != nil`,
			`return indicators.CalculateAvgVolume(data.Klines["5m"], 20) != nil`, 250},
		{"spelled out", `return indicators.CalculateExponentialMovingAverage(data.Klines["5m"], 20) != nil`,
			`return indicators.CalculateEMA(data.Klines["5m"], 20) != nil`, 250},
		{"nothing alike", `return indicators.CalculateATR(data.Klines["5m"], 14) != nil`, "", 250},
		{"other arguments", `return indicators.CalculateSMA(data.Klines["5m"]) != nil`, "", 250},
	})
}
