package indicators

import "github.com/trader-error-recovery/runtime/types"

// MACDResult holds one value per candle of each line.
type MACDResult struct {
	MACD      []float64
	Signal    []float64
	Histogram []float64
}

// CalculateMACD returns the difference of two exponential averages, its own average and the distance between them.
// The signal line is seeded with the mean of the first signalPeriod differences, and 0 before.
func CalculateMACD(klines []types.Kline, shortPeriod, longPeriod, signalPeriod int) *MACDResult {
	if !fits(klines, longPeriod) || shortPeriod <= 0 || signalPeriod <= 0 {
		return nil
	}
	short, long := CalculateEMASeries(klines, shortPeriod), CalculateEMASeries(klines, longPeriod)
	macd, histogram := make([]float64, len(klines)), make([]float64, len(klines))
	for i := range macd {
		macd[i] = short[i] - long[i]
	}
	signal := signalLine(macd, signalPeriod)
	for i := range histogram {
		histogram[i] = macd[i] - signal[i]
	}
	return &MACDResult{MACD: macd, Signal: signal, Histogram: histogram}
}

func signalLine(values []float64, period int) []float64 {
	line := make([]float64, len(values))
	if len(values) < period {
		return line
	}
	line[period-1] = mean(values[:period])
	smooth(line, values, period-1, period)
	return line
}

// GetLatestMACD returns the last value of each line.
func GetLatestMACD(klines []types.Kline, shortPeriod, longPeriod, signalPeriod int) *struct{ MACD, Signal, Histogram float64 } {
	result := CalculateMACD(klines, shortPeriod, longPeriod, signalPeriod)
	if result == nil {
		return nil
	}
	last := len(klines) - 1
	return &struct{ MACD, Signal, Histogram float64 }{result.MACD[last], result.Signal[last], result.Histogram[last]}
}
