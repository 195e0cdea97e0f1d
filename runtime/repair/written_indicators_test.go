package repair

import "testing"

func TestMissingIndicatorsAreWrittenOut(t *testing.T) {
	t.Parallel()
	checkRule(t, "written-indicator", []repairCase{
		{name: "average true range", code: `atr := indicators.CalculateATR(data.Klines["5m"], 14)
return atr != nil && *atr > 1.5`, want: `averageTrueRange := func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) <= period {
		return nil
	}
	average := 0.0
	for i := 1; i < len(klines); i++ {
		high, low, before := klines[i].High, klines[i].Low, klines[i-1].Close
		if before > high {
			high = before
		}
		if before < low {
			low = before
		}
		if i <= period {
			average += (high - low) / float64(period)
		} else {
			average = (average*float64(period-1) + high - low) / float64(period)
		}
	}
	return &average
}
atr := averageTrueRange(data.Klines["5m"], 14)
return atr != nil && *atr > 1.5`},
		{name: "usual period", code: `klines := data.Klines["5m"]
mfi := indicators.CalculateMFI(klines)
return mfi != nil && *mfi > 50`, want: `moneyFlow := func(klines []types.Kline, period int) *float64 {
	if period <= 0 || len(klines) <= period {
		return nil
	}
	positive, negative := 0.0, 0.0
	for i := len(klines) - period; i < len(klines); i++ {
		now := (klines[i].High + klines[i].Low + klines[i].Close) / 3
		before := (klines[i-1].High + klines[i-1].Low + klines[i-1].Close) / 3
		if now > before {
			positive += now * klines[i].Volume
		}
		if now < before {
			negative += now * klines[i].Volume
		}
	}
	if positive+negative == 0 {
		return nil
	}
	value := 100 * positive / (positive + negative)
	return &value
}
klines := data.Klines["5m"]
mfi := moneyFlow(klines, 14)
return mfi != nil && *mfi > 50`},
		{name: "list of on-balance volume", code: `obv := indicators.CalculateOBV(data.Klines["5m"])
return obv[len(obv)-1] > obv[len(obv)-2]`, want: `onBalanceVolume := func(klines []types.Kline) []float64 {
	values := make([]float64, len(klines))
	for i := 1; i < len(klines); i++ {
		values[i] = values[i-1]
		if klines[i].Close > klines[i-1].Close {
			values[i] += klines[i].Volume
		}
		if klines[i].Close < klines[i-1].Close {
			values[i] -= klines[i].Volume
		}
	}
	return values
}
obv := onBalanceVolume(data.Klines["5m"])
if len(obv) < 2 {
	return false // too few candles
}
return obv[len(obv)-1] > obv[len(obv)-2]`},
		{name: "crossing of two averages", code: `klines := data.Klines["5m"]
fast := indicators.CalculateEMASeries(klines, 9)
slow := indicators.CalculateEMASeries(klines, 21)
return indicators.CrossOver(fast, slow)`, want: `crossedAbove := func(a, b []float64) bool {
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	return a[len(a)-1] > b[len(b)-1] && a[len(a)-2] <= b[len(b)-2]
}
klines := data.Klines["5m"]
fast := indicators.CalculateEMASeries(klines, 9)
slow := indicators.CalculateEMASeries(klines, 21)
return crossedAbove(fast, slow)`},
		{name: "one that has no certain definition", code: `st := indicators.CalculateSuperTrend(data.Klines["5m"], 10, 3)
return st != nil && *st > 100`},
		{name: "a series of what is one value", code: `atr := indicators.CalculateATRSeries(data.Klines["5m"], 14)
return atr[len(atr)-1] > atr[len(atr)-2]`},
		{name: "an indicator that exists", code: `ma := indicators.CalculateMA(data.Klines["5m"], 20)
return ma != nil && *ma > math.Abs(-5)`, kept: `ma := indicators.CalculateMA(data.Klines["5m"], 20)`},
	})
}
