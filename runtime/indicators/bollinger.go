package indicators

import (
	"math"

	"github.com/trader-error-recovery/runtime/types"
)

// BollingerBandsResult holds one value per candle of each band, 0 before index period-1.
type BollingerBandsResult struct {
	Upper  []float64
	Middle []float64
	Lower  []float64
}

// CalculateBollingerBands returns the moving average and bands at stdDev population standard deviations from it.
func CalculateBollingerBands(klines []types.Kline, period int, stdDev float64) *BollingerBandsResult {
	if !fits(klines, period) {
		return nil
	}
	middle := CalculateMASeries(klines, period)
	upper, lower := make([]float64, len(klines)), make([]float64, len(klines))
	for i := period - 1; i < len(klines); i++ {
		distance := stdDev * deviation(klines[i-period+1:i+1], middle[i])
		upper[i], lower[i] = middle[i]+distance, middle[i]-distance
	}
	return &BollingerBandsResult{Upper: upper, Middle: middle, Lower: lower}
}

func deviation(klines []types.Kline, average float64) float64 {
	squares := 0.0
	for i := range klines {
		distance := klines[i].Close - average
		squares += distance * distance
	}
	return math.Sqrt(squares / float64(len(klines)))
}

// GetLatestBollingerBands returns the last value of each band.
func GetLatestBollingerBands(klines []types.Kline, period int, stdDev float64) *struct{ Upper, Middle, Lower float64 } {
	result := CalculateBollingerBands(klines, period, stdDev)
	if result == nil {
		return nil
	}
	last := len(klines) - 1
	return &struct{ Upper, Middle, Lower float64 }{result.Upper[last], result.Middle[last], result.Lower[last]}
}
