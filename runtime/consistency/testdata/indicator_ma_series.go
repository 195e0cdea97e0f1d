package cases

import (
	"github.com/vyx/go-screener/pkg/indicators"
	"github.com/vyx/go-screener/pkg/types"
)

// A golden cross within the last candles; zeros stand where the average does not reach.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 30 {
		return false
	}
	fast, slow := indicators.CalculateMASeries(klines, 5), indicators.CalculateMASeries(klines, 20)
	if slow[18] != 0 || slow[19] == 0 {
		return false
	}
	for i := len(klines) - 30; i < len(klines); i++ {
		if i > 20 && fast[i-1] <= slow[i-1] && fast[i] > slow[i] {
			return true
		}
	}
	return false
}

// Output: true false false false false false false
