package cases

import "github.com/vyx/go-screener/pkg/types"

// Values of candles in a literal.
func evaluate(data *types.MarketData) bool {
	klines := data.Klines["5m"]
	if len(klines) < 3 {
		return false
	}
	last := klines[len(klines)-1]
	prices := []float64{last.Open, last.High, last.Low, last.Close}
	high := prices[0]
	for _, p := range prices {
		if p > high {
			high = p
		}
	}
	return high == last.High
}

// Output: true true true true false false false
