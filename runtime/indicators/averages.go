// Package indicators implements the technical indicators that filters may call, and nothing else.
//
// A period that is not positive, or longer than the input, gives nil from a function that returns a pointer
// and zeros of the input's length from one that returns a slice.
package indicators

import "github.com/trader-error-recovery/runtime/types"

func fits(klines []types.Kline, period int) bool {
	return period > 0 && period <= len(klines)
}

func closes(klines []types.Kline) []float64 {
	values := make([]float64, len(klines))
	for i := range klines {
		values[i] = klines[i].Close
	}
	return values
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	return sum / float64(len(values))
}

// smooth continues an exponential average from values[from], whose average is already in averages[from].
func smooth(averages, values []float64, from, period int) {
	weight := 2 / float64(period+1)
	for i := from + 1; i < len(values); i++ {
		averages[i] = values[i]*weight + averages[i-1]*(1-weight)
	}
}

// CalculateMA returns the mean of the last period closes.
func CalculateMA(klines []types.Kline, period int) *float64 {
	if !fits(klines, period) {
		return nil
	}
	average := mean(closes(klines[len(klines)-period:]))
	return &average
}

// CalculateMASeries returns the moving average at each candle, 0 before index period-1.
func CalculateMASeries(klines []types.Kline, period int) []float64 {
	series := make([]float64, len(klines))
	if !fits(klines, period) {
		return series
	}
	values := closes(klines)
	for i := period - 1; i < len(values); i++ {
		series[i] = mean(values[i-period+1 : i+1])
	}
	return series
}

// CalculateEMA returns the last value of CalculateEMASeries.
func CalculateEMA(klines []types.Kline, period int) *float64 {
	if !fits(klines, period) {
		return nil
	}
	series := CalculateEMASeries(klines, period)
	return &series[len(series)-1]
}

// CalculateEMASeries returns the exponential average at each candle, seeded with the first close of the input.
func CalculateEMASeries(klines []types.Kline, period int) []float64 {
	series := make([]float64, len(klines))
	if !fits(klines, period) {
		return series
	}
	series[0] = klines[0].Close
	smooth(series, closes(klines), 0, period)
	return series
}
