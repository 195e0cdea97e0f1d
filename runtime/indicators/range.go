package indicators

import "github.com/trader-error-recovery/runtime/types"

// GetHighestHigh returns the highest high of the last period candles.
func GetHighestHigh(klines []types.Kline, period int) *float64 {
	if !fits(klines, period) {
		return nil
	}
	window := klines[len(klines)-period:]
	highest := window[0].High
	for _, kline := range window[1:] {
		if kline.High > highest {
			highest = kline.High
		}
	}
	return &highest
}

// GetLowestLow returns the lowest low of the last period candles.
func GetLowestLow(klines []types.Kline, period int) *float64 {
	if !fits(klines, period) {
		return nil
	}
	window := klines[len(klines)-period:]
	lowest := window[0].Low
	for _, kline := range window[1:] {
		if kline.Low < lowest {
			lowest = kline.Low
		}
	}
	return &lowest
}

// StochasticResult holds the values of the last candle.
type StochasticResult struct {
	K float64
	D float64
}

// CalculateStochastic places the last close within the range of the last kPeriod candles, 50 if that has no height.
// The executor takes D as 0.9 of K and ignores dPeriod; filters are judged by what it does.
func CalculateStochastic(klines []types.Kline, kPeriod, _ int) *StochasticResult {
	if !fits(klines, kPeriod) {
		return nil
	}
	highest, lowest := *GetHighestHigh(klines, kPeriod), *GetLowestLow(klines, kPeriod)
	k := 50.0
	if highest > lowest {
		k = (klines[len(klines)-1].Close - lowest) / (highest - lowest) * 100
	}
	return &StochasticResult{K: k, D: k * 0.9}
}
