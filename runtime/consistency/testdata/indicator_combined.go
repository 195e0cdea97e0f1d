package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// What a whole filter looks like: trend, strength and volume.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 50 || data.Ticker == nil {
		return false
	}
	fast, slow := indicators.CalculateEMA(klines, 20), indicators.CalculateEMA(klines, 50)
	rsi := indicators.GetLatestRSI(klines, 14)
	volume := indicators.CalculateAvgVolume(klines, 20)
	if fast == nil || slow == nil || rsi == nil || volume == nil {
		return false
	}
	trend := *fast < *slow && klines[len(klines)-1].Close < *fast
	strength := *rsi > 20 && *rsi < 60
	return trend && strength && *volume > 400 && data.Ticker.PriceChangePercent < 5
}

// Output: true false false false false false false
