package cases

import "github.com/vyx/go-screener/pkg/types"

// Candles are collected in a type of the filter's own.
func evaluate(data *types.MarketData) bool {
	type swing struct {
		index int
		price float64
	}
	klines := data.Klines["5m"]
	var highs []swing
	for i := 2; i < len(klines)-2; i++ {
		h := klines[i].High
		if h > klines[i-1].High && h > klines[i-2].High && h > klines[i+1].High && h > klines[i+2].High {
			highs = append(highs, swing{i, h})
		}
	}
	if len(highs) < 2 {
		return false
	}
	last, before := highs[len(highs)-1], highs[len(highs)-2]
	return last.price > before.price && last.index > before.index
}

// Output: false true false false false false false
