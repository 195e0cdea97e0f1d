package indicators

import "github.com/trader-error-recovery/runtime/types"

// CalculateAvgVolume returns the mean of the last period volumes.
func CalculateAvgVolume(klines []types.Kline, period int) *float64 {
	if !fits(klines, period) {
		return nil
	}
	sum := 0.0
	for _, kline := range klines[len(klines)-period:] {
		sum += kline.Volume
	}
	average := sum / float64(period)
	return &average
}

// CalculateVWAP returns the mean typical price weighted by volume, 0 where nothing was traded.
func CalculateVWAP(klines []types.Kline) float64 {
	value, volume := 0.0, 0.0
	for _, kline := range klines {
		value += (kline.High + kline.Low + kline.Close) / 3 * kline.Volume
		volume += kline.Volume
	}
	if volume == 0 {
		return 0
	}
	return value / volume
}
