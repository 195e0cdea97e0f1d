package indicators

import "github.com/trader-error-recovery/runtime/types"

// RSIResult holds one value per candle, 0 before index period.
type RSIResult struct {
	Values []float64
}

// CalculateRSI returns Wilder's relative strength index; it needs period+1 candles.
func CalculateRSI(klines []types.Kline, period int) *RSIResult {
	if period <= 0 || len(klines) <= period {
		return nil
	}
	values := make([]float64, len(klines))
	var averageGain, averageLoss float64
	length := float64(period)
	for i := 1; i < len(klines); i++ {
		gain, loss := split(klines[i].Close - klines[i-1].Close)
		if i < period {
			averageGain, averageLoss = averageGain+gain, averageLoss+loss
			continue
		}
		before := length - 1
		if i == period {
			before = 1 // so far these are sums, not averages
		}
		averageGain = (averageGain*before + gain) / length
		averageLoss = (averageLoss*before + loss) / length
		values[i] = strength(averageGain, averageLoss)
	}
	return &RSIResult{Values: values}
}

func split(change float64) (gain, loss float64) {
	if change > 0 {
		return change, 0
	}
	return 0, -change
}

func strength(averageGain, averageLoss float64) float64 {
	switch {
	case averageLoss != 0:
		return 100 - 100/(1+averageGain/averageLoss)
	case averageGain > 0:
		return 100
	default:
		return 50
	}
}

// GetLatestRSI returns the last value that is not 0.
func GetLatestRSI(klines []types.Kline, period int) *float64 {
	result := CalculateRSI(klines, period)
	if result == nil {
		return nil
	}
	for i := len(result.Values) - 1; i >= 0; i-- {
		if result.Values[i] != 0 {
			return &result.Values[i]
		}
	}
	return nil
}
